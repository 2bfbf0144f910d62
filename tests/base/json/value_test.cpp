// SPDX-License-Identifier: Apache-2.0
#include "base/json/value.h"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace roster;

namespace {

std::vector<std::string> keys(const Array& array) {
    std::vector<std::string> result;
    for (const auto& [key, value] : array)
        result.push_back(key);
    return result;
}

}  // namespace

TEST_CASE("Setting a present key replaces its value in place") {
    Array array;
    array.set("a", 1);
    array.set("b", 2);
    array.set("a", 3);
    CHECK(keys(array) == std::vector<std::string>{"a", "b"});
    CHECK(*array.find("a")->integer() == 3);
    CHECK(array.find("c") == nullptr);
}

TEST_CASE("Pushing takes the number after the largest one so far") {
    Array array;
    array.push("x");
    array.set("7", "y");
    array.set("08", "no number");
    array.push("z");
    CHECK(keys(array) == std::vector<std::string>{"0", "7", "08", "8"});
    CHECK(array.erase("8"));
    CHECK_FALSE(array.erase("8"));
    array.push("w");
    CHECK(keys(array).back() == "9");
}

TEST_CASE("Pushing throws when the largest number is taken") {
    Array array;
    array.set("9223372036854775806", 1);
    array.push(2);
    CHECK(keys(array).back() == "9223372036854775807");
    CHECK_THROWS_AS(array.push(3), std::length_error);
}

TEST_CASE("A list has the keys 0 to n-1 in order") {
    Array array;
    CHECK(array.is_list());
    array.push(1);
    array.push(2);
    CHECK(array.is_list());
    array.erase("0");
    CHECK_FALSE(array.is_list());
    Array text_key;
    text_key.set("a", 1);
    CHECK_FALSE(text_key.is_list());
}
