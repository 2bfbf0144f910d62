// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <limits>

#include "base/json/value.h"
#include "base/json/writer.h"

using namespace roster;
using namespace std::string_literals;

namespace {

template <class Write>
std::string json(Write write) {
    std::string out = "before:";
    JsonWriter writer(out);
    write(writer);
    CHECK(writer.representable());
    return out.substr(7);
}

std::string json_text(std::string_view text) {
    return json([&](Writer& out) { out.text(text); });
}

}  // namespace

TEST_CASE("JSON text is ASCII with PHP's escapes") {
    CHECK(json_text("a/b <i> & 'x' \"y\" \\") == R"("a\/b \u003Ci\u003E & 'x' \"y\" \\")");
    CHECK(json_text("\b\f\n\r\t\x01\0\x7f"s) == "\"\\b\\f\\n\\r\\t\\u0001\\u0000\x7f\"");
    CHECK(json_text("\u00e9\u2028\U0001f600") == R"("\u00e9\u2028\ud83d\ude00")");
}

TEST_CASE("JSON text that is no UTF-8 is mended in an answer, and cannot be stored") {
    for (const bool in_key : {false, true}) {
        for (const JsonStyle style : {JsonStyle::answer, JsonStyle::stored}) {
            std::string out;
            JsonWriter writer(out, style);
            writer.begin_map();
            writer.member(in_key ? "M\xfcller\xed\xa0\x80" : "a", in_key ? "a" : "M\xfcller");
            writer.end();
            const bool answers = style == JsonStyle::answer;
            CHECK(writer.representable() == answers);
            CHECK(writer.intact() != answers);
            if (answers) CHECK(out.find("M\\ufffdller") != std::string::npos);
        }
    }
}

TEST_CASE("A name that is no UTF-8 leaves a line of the log JSON") {
    std::string line;
    JsonWriter writer(line, JsonStyle::log);
    writer.begin_map();
    writer.member("a\xFF", "b");
    writer.member("c", "\xFF");
    writer.end();
    CHECK(line == R"({"":"b","c":null})");
}

TEST_CASE("JSON scalars look as PHP prints them") {
    CHECK(json([](Writer& out) {
              out.begin_list();
              out.integer(-5), out.number(2.0), out.number(0.1), out.number(1e25);
              out.boolean(true), out.boolean(false), out.null();
              out.end();
          }) == "[-5,2,0.1,1.0e+25,true,false,null]");
    std::string out;
    JsonWriter writer(out);
    writer.number(std::numeric_limits<double>::infinity());
    CHECK_FALSE(writer.representable());
}

TEST_CASE("An empty JSON map is an empty list") {
    CHECK(json([](Writer& out) { out.begin_map(), out.end(); }) == "[]");
    CHECK(json([](Writer& out) { out.begin_list(), out.end(); }) == "[]");
}

TEST_CASE("A JSON map nests and separates its members") {
    CHECK(json([](Writer& out) {
              out.begin_map();
              out.member("a", 1);
              out.key("b"), out.begin_list(), out.text("x"), out.begin_map(), out.member("c", true);
              out.end(), out.end();
              out.member("d", nullptr);
              out.end();
          }) == R"({"a":1,"b":["x",{"c":true}],"d":null})");
}

TEST_CASE("A JSON map with the keys 0 to n-1 in order becomes a list, at every depth") {
    CHECK(json([](Writer& out) {
              out.begin_map();
              out.key("0"), out.begin_map(), out.member("0", "in"), out.member("1", 2), out.end();
              for (int i = 1; i < 12; ++i)
                  out.member(std::to_string(i), i);
              out.end();
          }) == R"([["in",2],1,2,3,4,5,6,7,8,9,10,11])");
}

TEST_CASE("A JSON map with other numbers as keys stays a map") {
    for (const char* second : {"2", "01", "a", "0x", "-1"})
        CHECK(json([&](Writer& out) {
                  out.begin_map();
                  out.member("0", "x"), out.member(second, "y");
                  out.end();
              }) == R"({"0":"x",")" + std::string(second) + R"(":"y"})");
}

TEST_CASE("The key of the outermost JSON value is left out") {
    CHECK(json([](Writer& out) { out.member("data", 1); }) == "1");
}

TEST_CASE("JSON that was written before stands in its place as any value does") {
    CHECK(json([](JsonWriter& out) {
              out.begin_map();
              out.key("a"), out.written("{\"x\":1}");
              out.key("b"), out.begin_list(), out.written("1"), out.written("[2]"), out.end();
              out.end();
          }) == R"({"a":{"x":1},"b":[1,[2]]})");
}
