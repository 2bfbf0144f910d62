// SPDX-License-Identifier: Apache-2.0
#include "base/json/writer.h"

#include <doctest/doctest.h>

#include "base/json/value.h"

using namespace roster;

TEST_CASE("A value is written with its own kind, lists as lists and other arrays as maps") {
    Array list;
    list.push(1);
    list.push(2.5);
    list.push(true);
    list.push(nullptr);
    list.push("text");
    Array map;
    map.set("list", list);
    map.set("empty", Array{});
    map.set("3", "x");
    std::string out;
    JsonWriter writer(out);
    writer.value(map);
    CHECK(out == R"({"list":[1,2.5,true,null,"text"],"empty":[],"3":"x"})");
}
