// SPDX-License-Identifier: Apache-2.0
#include "service/penalty_box.h"

#include <doctest/doctest.h>

#include <string>

using namespace roster;

namespace {
constexpr std::int64_t kNow = 1'790'000'000;
}

TEST_CASE("who was refused for guesses is known for ten seconds, and forgotten after twenty") {
    PenaltyBox penalty_box;
    CHECK_FALSE(penalty_box.any());
    penalty_box.note("192.0.2.1/32", kNow);
    CHECK(penalty_box.any());
    CHECK(penalty_box.has("192.0.2.1/32", kNow + 9));
    CHECK_FALSE(penalty_box.has("192.0.2.2/32", kNow + 9));
    CHECK(penalty_box.has("192.0.2.1/32", kNow + 10));
    CHECK_FALSE(penalty_box.has("192.0.2.1/32", kNow + 20));
    CHECK_FALSE(penalty_box.any());
}

TEST_CASE("a guesser that goes on stays known") {
    PenaltyBox penalty_box;
    for (int second = 0; second < 60; second += 9) {
        penalty_box.note("192.0.2.1/32", kNow + second);
        CHECK(penalty_box.has("192.0.2.1/32", kNow + second + 8));
    }
}

TEST_CASE("a guesser is known again after a long silence") {
    PenaltyBox penalty_box;
    penalty_box.note("192.0.2.1/32", kNow);
    CHECK_FALSE(penalty_box.has("192.0.2.1/32", kNow + 3600));
    penalty_box.note("192.0.2.1/32", kNow + 3600);
    CHECK(penalty_box.has("192.0.2.1/32", kNow + 3601));
}

TEST_CASE("of very many penalty_box the first are forgotten") {
    PenaltyBox penalty_box;
    for (int i = 0; i < 30'000; ++i)
        penalty_box.note(std::to_string(i), kNow);
    CHECK_FALSE(penalty_box.has("1", kNow));
    CHECK(penalty_box.has("29999", kNow));
}

TEST_CASE("a clock that is set back lets penalty_box be forgotten in their time") {
    PenaltyBox penalty_box;
    penalty_box.note("192.0.2.1", 100'000);
    CHECK(penalty_box.has("192.0.2.1", 1'000));
    CHECK_FALSE(penalty_box.has("192.0.2.1", 1'020));
}
