// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/read_cache.h"

#include <doctest/doctest.h>

using roster::storage::ReadCache;

TEST_CASE("a value is found under its key until it is replaced or forgotten") {
    ReadCache cache;
    CHECK(cache.find("a") == nullptr);
    cache.keep("a", 1);
    cache.keep("b", std::string("text"));
    REQUIRE(cache.find("a"));
    CHECK(std::any_cast<int>(*cache.find("a")) == 1);
    CHECK(std::any_cast<std::string>(*cache.find("b")) == "text");
    cache.keep("a", 2);
    CHECK(std::any_cast<int>(*cache.find("a")) == 2);
    cache.forget();
    CHECK(cache.find("a") == nullptr);
    CHECK(cache.find("b") == nullptr);
}

TEST_CASE("what would be too many bytes makes room by forgetting the rest") {
    ReadCache cache;
    cache.limit(3'000);
    cache.keep("first", 1, 1'000);
    CHECK(cache.has_room());
    cache.keep("second", 2, 1'000);
    CHECK(cache.find("first"));
    CHECK_FALSE(cache.has_room());
    cache.keep("third", 3, 1'000);
    CHECK(cache.has_room());
    CHECK_FALSE(cache.find("first"));
    CHECK_FALSE(cache.find("second"));
    CHECK(cache.find("third"));
}
