// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("times are written in UTC") {
    CHECK(to_datetime(1'795'443'283) == "2026-11-23 14:14:43");
    CHECK(to_iso8601(1'795'443'283) == "2026-11-23T14:14:43+00:00");
    CHECK(to_http_date(1'795'443'283) == "Mon, 23 Nov 2026 14:14:43 GMT");
    CHECK(to_datetime(0) == "1970-01-01 00:00:00");
}

TEST_CASE("a time is read as a date, as a time of day in UTC or elsewhere, or as an age") {
    CHECK(parse_time("2026-11-23", 0) == 1'795'392'000);
    CHECK(parse_time("2026-11-23T14:14:43", 0) == 1'795'443'283);
    CHECK(parse_time("2026-11-23 14:14:43", 0) == 1'795'443'283);
    CHECK(parse_time("2026-11-23T14:14:43+00:00", 0) == 1'795'443'283);
    CHECK(parse_time("2026-11-23T15:14:43+01:00", 0) == 1'795'443'283);
    CHECK(parse_time("2026-11-23T14:14:43Z", 0) == 1'795'443'283);
    CHECK(parse_time("90s", 1000) == 910);
    CHECK(parse_time("30m", 10'000) == 8200);
    CHECK(parse_time("12h", 100'000) == 56'800);
    CHECK(parse_time("7d", 1'000'000) == 395'200);
    for (const char* text : {"", "d", "-7d", "7w", "7dd", "2026-11", "yesterday"})
        CHECK_FALSE(parse_time(text, 0));
}

TEST_CASE("a whole number is a time in Unix seconds") {
    CHECK(parse_time("1795443283", 0) == 1'795'443'283);
    CHECK(parse_time("0", 7) == 0);
    for (const char* text : {"1795443283.5", "1e9", "99999999999999999999", " 1"})
        CHECK_FALSE(parse_time(text, 0));
}
