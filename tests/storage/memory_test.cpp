// SPDX-License-Identifier: Apache-2.0
#include "storage/memory.h"

#include <doctest/doctest.h>

using roster::storage::Memory;

TEST_CASE("a value is found under its key until it is replaced or forgotten") {
    Memory memory;
    CHECK(memory.find("a") == nullptr);
    memory.keep("a", 1);
    memory.keep("b", std::string("text"));
    REQUIRE(memory.find("a"));
    CHECK(std::any_cast<int>(*memory.find("a")) == 1);
    CHECK(std::any_cast<std::string>(*memory.find("b")) == "text");
    memory.keep("a", 2);
    CHECK(std::any_cast<int>(*memory.find("a")) == 2);
    memory.forget();
    CHECK(memory.find("a") == nullptr);
    CHECK(memory.find("b") == nullptr);
}

TEST_CASE("what would be too many bytes makes room by forgetting the rest") {
    Memory memory;
    memory.limit(3'000);
    memory.keep("first", 1, 1'000);
    CHECK(memory.has_room());
    memory.keep("second", 2, 1'000);
    CHECK(memory.find("first"));
    CHECK_FALSE(memory.has_room());
    memory.keep("third", 3, 1'000);
    CHECK(memory.has_room());
    CHECK_FALSE(memory.find("first"));
    CHECK_FALSE(memory.find("second"));
    CHECK(memory.find("third"));
}
