// SPDX-License-Identifier: Apache-2.0
#include "service/guessers.h"

#include <doctest/doctest.h>

#include <string>

using namespace roster;

namespace {
constexpr std::int64_t kNow = 1'790'000'000;
}

TEST_CASE("who was refused for guesses is known for ten seconds, and forgotten after twenty") {
    Guessers guessers;
    CHECK_FALSE(guessers.any());
    guessers.note("192.0.2.1/32", kNow);
    CHECK(guessers.any());
    CHECK(guessers.has("192.0.2.1/32", kNow + 9));
    CHECK_FALSE(guessers.has("192.0.2.2/32", kNow + 9));
    CHECK(guessers.has("192.0.2.1/32", kNow + 10));
    CHECK_FALSE(guessers.has("192.0.2.1/32", kNow + 20));
    CHECK_FALSE(guessers.any());
}

TEST_CASE("a guesser that goes on stays known") {
    Guessers guessers;
    for (int second = 0; second < 60; second += 9) {
        guessers.note("192.0.2.1/32", kNow + second);
        CHECK(guessers.has("192.0.2.1/32", kNow + second + 8));
    }
}

TEST_CASE("a guesser is known again after a long silence") {
    Guessers guessers;
    guessers.note("192.0.2.1/32", kNow);
    CHECK_FALSE(guessers.has("192.0.2.1/32", kNow + 3600));
    guessers.note("192.0.2.1/32", kNow + 3600);
    CHECK(guessers.has("192.0.2.1/32", kNow + 3601));
}

TEST_CASE("of very many guessers the first are forgotten") {
    Guessers guessers;
    for (int i = 0; i < 30'000; ++i)
        guessers.note(std::to_string(i), kNow);
    CHECK_FALSE(guessers.has("1", kNow));
    CHECK(guessers.has("29999", kNow));
}

TEST_CASE("a clock that is set back lets guessers be forgotten in their time") {
    Guessers guessers;
    guessers.note("192.0.2.1", 100'000);
    CHECK(guessers.has("192.0.2.1", 1'000));
    CHECK_FALSE(guessers.has("192.0.2.1", 1'020));
}
