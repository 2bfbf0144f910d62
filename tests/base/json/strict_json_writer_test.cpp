// SPDX-License-Identifier: Apache-2.0
#include "base/json/strict_json_writer.h"

#include <doctest/doctest.h>

#include <limits>

#include "base/json/value.h"

using namespace roster;

namespace {

template <class Write>
std::string strict(Write write) {
    std::string out = "before:";
    StrictJsonWriter writer(out);
    write(writer);
    return out.substr(7);
}

}  // namespace

TEST_CASE("strict JSON keeps a map a map, whether it is empty or counted") {
    CHECK(strict([](Writer& out) { out.begin_map(), out.end(); }) == "{}");
    CHECK(strict([](Writer& out) { out.begin_list(), out.end(); }) == "[]");
    CHECK(strict([](Writer& out) {
              out.begin_map();
              out.member("0", "a");
              out.key("1"), out.begin_map(), out.end();
              out.end();
          }) == R"({"0":"a","1":{}})");
}

TEST_CASE("strict JSON writes every kind of value") {
    CHECK(strict([](Writer& out) {
              out.begin_list();
              out.text("/ü<\n\""), out.integer(-7), out.number(0.5), out.boolean(true), out.null();
              out.end();
          }) == "[\"/ü<\\n\\\"\",-7,0.5,true,null]");
}

TEST_CASE("strict JSON mends text that is no UTF-8, and has no number that is not finite") {
    std::string out;
    StrictJsonWriter writer(out);
    writer.begin_list();
    writer.text("a\xff");
    CHECK_FALSE(writer.intact());
    CHECK(writer.representable());
    writer.number(std::numeric_limits<double>::infinity());
    writer.end();
    CHECK_FALSE(writer.representable());
    CHECK(out == "[\"a\uFFFD\",null]");
}
