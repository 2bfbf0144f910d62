// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/phone.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("a number with a country code needs no region") {
    CHECK(to_e164("+4971125242890", "") == "+4971125242890");
    CHECK(to_e164("+49 711 25242890", "") == "+4971125242890");
    CHECK(to_e164("+1 212 555 0100", "") == "+12125550100");
    CHECK(to_e164("+1 (212) 555-0100 ext. 5", "DE") == "+12125550100");
    CHECK(to_e164("+4971125242890", "nowhere") == "+4971125242890");
}

TEST_CASE("a number without country code is read as one of the region") {
    CHECK(to_e164("0711 25242890", "DE") == "+4971125242890");
    CHECK(to_e164("0711 25242890", "de") == "+4971125242890");
    CHECK_FALSE(to_e164("0711 25242890", "US"));
    CHECK_FALSE(to_e164("0711 25242890", ""));
    CHECK_FALSE(to_e164("0711 25242890", "EN"));
}

TEST_CASE("what is no valid number has no E.164 form") {
    for (const char* number : {"", "+", "abc", "+abc", "+4912345", "1", "+999123456789"}) {
        CAPTURE(number);
        CHECK_FALSE(to_e164(number, "DE"));
    }
    CHECK_FALSE(
        to_e164("+49\xff"
                "71125242890\xff",
                "DE"));
    CHECK_FALSE(to_e164(std::string(70000, 'v'), "DE"));
}

TEST_CASE("regions are known in any letter case") {
    CHECK(is_region("DE"));
    CHECK(is_region("us"));
    for (const char* text : {"", "EN", "XX", "DEU", "001", "5", "D\xff"}) {
        CAPTURE(text);
        CHECK_FALSE(is_region(text));
    }
}
