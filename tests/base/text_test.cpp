// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <doctest/doctest.h>

using namespace roster;
using namespace std::string_literals;

TEST_CASE("Letter case is ignored for ASCII letters only") {
    CHECK(equals_ignoring_case("Content-TYPE", "content-type"));
    CHECK_FALSE(equals_ignoring_case("\u00c4", "\u00e4"));
    CHECK_FALSE(equals_ignoring_case("a", "ab"));
    CHECK(to_ascii_lower("AZ[`\u00c4") == "az[`\u00c4");
}

TEST_CASE("Lower case covers Unicode and leaves broken bytes alone") {
    CHECK(to_lower("ADMIN") == "admin");
    CHECK(to_lower("\u00c4\u0416\U00010400x") == "\u00e4\u0436\U00010428x");
    CHECK(to_lower("M\xdcLL\u00dc") == "m\xdcll\u00fc");
    CHECK(to_lower("\u00c4\xe2\x82") == "\u00e4\xe2\x82");
}

TEST_CASE("Trimming takes blanks, control blanks and NUL from both ends") {
    CHECK(trim(" \t\n\r\0\va b\n "s) == "a b");
    CHECK(trim(" \n") == "");
    CHECK(trim("\f") == "\f");
}

TEST_CASE("Splitting keeps empty parts") {
    CHECK(split("a,,b,", ',') == std::vector<std::string_view>{"a", "", "b", ""});
    CHECK(split("", ',') == std::vector<std::string_view>{""});
}

TEST_CASE("UTF-8 excludes surrogates, long forms and cut characters") {
    CHECK(is_utf8("plain \u00e9 \U0001f600"));
    CHECK_FALSE(is_utf8("M\xfcller"));
    CHECK_FALSE(is_utf8("\xed\xa0\xbd"));
    CHECK_FALSE(is_utf8("\xc0\xaf"));
    CHECK_FALSE(is_utf8("a\xe2\x82"));
}

TEST_CASE("Characters are counted, broken bytes one by one") {
    CHECK(count_characters("a\u00e9\U0001f600") == 3);
    CHECK(count_characters("\xe2\x82") == 2);
}

TEST_CASE("Cutting never leaves a part of a character") {
    CHECK(cut_at_character("a\u20ac", 4) == "a\u20ac");
    CHECK(cut_at_character("a\u20ac", 3) == "a");
    CHECK(cut_at_character("a\u20ac", 1) == "a");
    CHECK(cut_at_character("\u20ac", 2) == "");
    CHECK(cut_at_character("\x80\x80\x80\x80\x80\x80", 5) == "\x80\x80\x80\x80\x80");
}

TEST_CASE("Percent decoding leaves broken escapes") {
    CHECK(percent_decode("adm%69n+%2F%zz%4") == "admin+/%zz%4");
    CHECK(percent_decode("a+b%2B", true) == "a b+");
    CHECK(percent_decode("%00") == "\0"s);
}

TEST_CASE("Percent encoding leaves unreserved characters") {
    CHECK(percent_encode("aZ0-._~ /+\u00e9") == "aZ0-._~%20%2F%2B%C3%A9");
}

TEST_CASE("Base64 reads back what it wrote and skips foreign bytes") {
    for (const auto& bytes : {""s, "f"s, "fo"s, "foo"s, "\0\xff\xfe\x01"s})
        CHECK(base64_decode(base64_encode(bytes)) == bytes);
    CHECK(base64_encode("admin:admin") == "YWRtaW46YWRtaW4=");
    CHECK(base64_decode("YWRt\naW46 YWRt*aW4") == "admin:admin");
    CHECK(base64_decode("Zh==") == "f");
    CHECK(base64_decode("Zm9vZ") == "foo");
}

TEST_CASE("Hexadecimal digits are lower case") {
    CHECK(to_hex("\x01\xab\xff") == "01abff");
}

TEST_CASE("A whole number is what PHP prints for one") {
    for (const char* text : {"0", "7", "-7", "9223372036854775807", "-9223372036854775808"})
        CHECK(is_whole_number(text));
    for (const char* text : {"", "-", "-0", "01", "+1", " 1", "1.0", "1e3", "9223372036854775808"})
        CHECK_FALSE(is_whole_number(text));
}
