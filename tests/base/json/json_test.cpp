// SPDX-License-Identifier: Apache-2.0
#include "base/json/json.h"

#include <doctest/doctest.h>

using namespace roster;
using namespace std::string_literals;

namespace {

std::string nested(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
}

}  // namespace

TEST_CASE("JSON is read and written back the same") {
    for (const char* text :
         {R"({"a":[1,-2,true,false,null,"x"],"b":{"c":1.5}})", "[]", "7", R"("\u00e9\/")"})
        CHECK(to_json(parse_json(text).value()) == text);
    CHECK(to_json(parse_json(" \t\r\n[ 1 , 2 ] \n").value()) == "[1,2]");
    CHECK(to_json(parse_json(R"({"0":1,"1":2})").value()) == "[1,2]");
    CHECK(to_json(parse_json("{}").value()) == "[]");
}

TEST_CASE("Of JSON members with the same name the last value wins, in the first place") {
    CHECK(to_json(parse_json(R"({"a":1,"b":2,"a":3})").value()) == R"({"a":3,"b":2})");
}

TEST_CASE("Large JSON numbers become floats") {
    CHECK(*parse_json("9223372036854775807")->integer() == 9223372036854775807);
    CHECK(*parse_json("9223372036854775808")->number() == 9223372036854775808.0);
    CHECK(*parse_json("-12345678901234567890.5e3")->number() == -12345678901234567890.5e3);
    CHECK(*parse_json("2.0")->number() == 2.0);
}

TEST_CASE("Broken JSON is refused") {
    for (const char* text : {"",
                             " ",
                             R"({"a":1,})",
                             "[1,]",
                             "{'a':1}",
                             R"({"a":1}{"b":2})",
                             "\xef\xbb\xbf{}",
                             R"("\ud83d")",
                             R"("\ude00")",
                             R"({"\ud83d":1})",
                             "\"tab\there\"",
                             "\"M\xfcller\"",
                             "01",
                             ".5",
                             "1.",
                             "+1",
                             "nul",
                             "[",
                             "{\"a\"}",
                             "\"open",
                             "{a:1}"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_json(text));
    }
    CHECK_FALSE(parse_json("{}\0"s));
    CHECK_FALSE(parse_json("{}\0{}"s));
    CHECK_FALSE(parse_json("\"a\0b\""s));
}

TEST_CASE("Both readers of JSON refuse raw control characters in texts of any length") {
    struct Ignore final : JsonEvents {
        void null() override {}
        void boolean(bool) override {}
        void number(std::string_view) override {}
        void text(std::string_view) override {}
        void key(std::string_view) override {}
        void begin() override {}
        void end() override {}
    } ignore;
    for (char byte = 0; byte < 0x20; ++byte) {
        const std::string text = "[\"" + std::string(40, 'a') + byte + std::string(40, 'b') + "\"]";
        CAPTURE(static_cast<int>(byte));
        CHECK_FALSE(parse_json(text));
        CHECK_FALSE(read_json(text, ignore));
    }
    CHECK(read_json(R"(["\u001e"])", ignore));
}

TEST_CASE("JSON escapes are decoded, NUL and surrogate pairs too") {
    CHECK(*parse_json(R"("\u00e9\ud83d\ude00\n\/\u0000x")")->text() == "\u00e9\U0001f600\n/\0x"s);
}

TEST_CASE("JSON may have 511 levels") {
    CHECK(parse_json(nested(511)));
    CHECK_FALSE(parse_json(nested(512)));
    CHECK_FALSE(parse_json(nested(1'000'000)));
    CHECK(parse_json(nested(2), 2));
    CHECK_FALSE(parse_json(nested(3), 2));
}

TEST_CASE("JSON is given up when it has more values than it may") {
    const auto fits = [](std::string_view text, std::size_t values) {
        const auto read = parse_json_within({.values = values}, text);
        return read || read.error() != JsonFault::too_many_values;
    };
    for (const char* text : {"[1,2]", "[[],{}]", R"({"a":1,"b":"x"})", "[null,true]"}) {
        CAPTURE(text);
        CHECK(fits(text, 3));
        CHECK_FALSE(fits(text, 2));
    }
    CHECK(parse_json_within({.values = 3}, "[1,2").error() == JsonFault::broken);
}

TEST_CASE("JSON with very many members is read in linear time") {
    std::string text = "{";
    for (int i = 0; i < 100'000; ++i)
        text += "\"k" + std::to_string(i) + "\":1,";
    for (int i = 0; i < 100'000; ++i)
        text += "\"k99999\":1,";
    text += "\"last\":1}";
    CHECK(parse_json(text)->array()->size() == 100'001);
}

TEST_CASE("Stored JSON keeps angle brackets, log lines keep slashes") {
    Array value;
    value.push("<a>/\u00e9");
    CHECK(to_json(value) == R"(["<a>\/\u00e9"])");
    CHECK(to_log_json(value) == R"(["<a>/\u00e9"])");
    value.push("M\xfcller");
    CHECK(to_json(value) == "");
    CHECK(to_log_json(value) == R"(["<a>/\u00e9",null])");
}

TEST_CASE("Indented JSON keeps its empty maps") {
    CHECK(indent_json(R"({"a":{},"b":[],"c":[1.5,"x"]})") ==
          "{\n    \"a\": {},\n    \"b\": [],\n    \"c\": [\n        1.5,\n        \"x\"\n    ]\n}");
}
