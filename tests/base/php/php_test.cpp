// SPDX-License-Identifier: Apache-2.0
#include "base/php/php.h"

#include <doctest/doctest.h>

#include <limits>

#include "base/json/value.h"

using namespace roster;

TEST_CASE("An integer is read from the start of a text") {
    CHECK(to_int("12abc") == 12);
    CHECK(to_int("2.5") == 2);
    CHECK(to_int("-2.9") == -2);
    CHECK(to_int("1e3") == 1000);
    CHECK(to_int("1e") == 1);
    CHECK(to_int(" \t\n+7") == 7);
    CHECK(to_int(".5") == 0);
    for (const char* text : {"abc", "", "0x1A", "-", "+-1", ".", "e3",
                             "\xc2\xa0"
                             "1"})
        CHECK(to_int(text) == 0);
}

TEST_CASE("An integer that is too large for its text saturates") {
    CHECK(to_int("9223372036854775808") == std::numeric_limits<std::int64_t>::max());
    CHECK(to_int("-99999999999999999999") == std::numeric_limits<std::int64_t>::min());
    CHECK(to_int("1e1000") == std::numeric_limits<std::int64_t>::max());
    CHECK(to_int("-1e19") == std::numeric_limits<std::int64_t>::min());
    CHECK(to_int("1e-1000") == 0);
}

TEST_CASE("Integers come from every kind of value") {
    Array list;
    CHECK(to_int(Value(list)) == 0);
    list.push(9);
    CHECK(to_int(Value(list)) == 1);
    CHECK(to_int(Value()) == 0);
    CHECK(to_int(Value(true)) == 1);
    CHECK(to_int(Value(1.9)) == 1);
    CHECK(to_int(Value(-1.9)) == -1);
    CHECK(to_int(Value("7x")) == 7);
    CHECK(to_int(Value(1e19)) == -8446744073709551616.0);
    CHECK(to_int(Value(std::numeric_limits<double>::infinity())) == 0);
}

TEST_CASE("A bool argument takes only false, 0 and nothing for false") {
    Array list;
    for (const Value& value : {Value("false"), Value(""), Value("0"), Value(), Value(0), Value(0.0),
                               Value(false), Value(list)})
        CHECK_FALSE(to_bool(value));
    list.push(0);
    for (const Value& value : {Value("no"), Value("0.0"), Value("False"), Value(" "), Value(2),
                               Value(0.5), Value(true), Value(list)})
        CHECK(to_bool(value));
}

TEST_CASE("A numeric text is one decimal number with blanks around it") {
    for (const char* text : {"1", "-1", "+1", "1.5", ".5", "1.", "1e3", "-1.5E-3", " 1", "1 \n"})
        CHECK(is_numeric(text));
    for (const char* text : {"", " ", "abc", "1a", "0x1A", ".", "1e", "-", "1 2", "9x", "inf"})
        CHECK_FALSE(is_numeric(text));
}

TEST_CASE("Numbers print with as many digits as asked for") {
    CHECK(number_to_text(1.5, 14) == "1.5");
    CHECK(number_to_text(1.0 / 3, 14) == "0.33333333333333");
    CHECK(number_to_text(0.1 + 0.2, 14) == "0.3");
    CHECK(number_to_text(0.1 + 0.2, -1) == "0.30000000000000004");
    CHECK(number_to_text(100, 14) == "100");
    CHECK(number_to_text(0, 14) == "0");
    CHECK(number_to_text(-12.25, -1) == "-12.25");
    CHECK(number_to_text(1e14, 14) == "1.0E+14");
    CHECK(number_to_text(99999999999999, 14) == "99999999999999");
    CHECK(number_to_text(1e16, -1) == "10000000000000000");
    CHECK(number_to_text(1.25e18, -1) == "1.25E+18");
    CHECK(number_to_text(0.0001, -1) == "0.0001");
    CHECK(number_to_text(0.00001, -1) == "1.0E-5");
    CHECK(number_to_text(std::numeric_limits<double>::infinity(), 14) == "INF");
}
