// SPDX-License-Identifier: Apache-2.0
#include "base/quota.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("A size is a number times the unit at its end") {
    constexpr double kGigabyte = 1024.0 * 1024 * 1024;
    CHECK(parse_size("500") == 500);
    CHECK(parse_size("1.5e3") == 1500);
    CHECK(parse_size("-1") == -1);
    CHECK(parse_size("-1b") == -1);
    CHECK(parse_size("-1 B") == -1);
    CHECK(parse_size("5 GB") == 5 * kGigabyte);
    CHECK(parse_size("5g") == 5 * kGigabyte);
    CHECK(parse_size("1.5 TB") == 1.5 * 1024 * kGigabyte);
    CHECK(parse_size("2P") == 2251799813685200.0);
    CHECK(parse_size("1k") == 1024);
    CHECK(parse_size("1 Mb") == 1024 * 1024);
    CHECK(parse_size("0.3b") == 0);
    CHECK(parse_size("5 GB\n") == 5 * kGigabyte);
}

TEST_CASE("A size with a unit is a text of 14 digits in between") {
    CHECK(parse_size("90.9 TB") == 99945606964838.0);
    CHECK(parse_size("90.95 TB") == 100000582546230.0);
    CHECK(parse_size("99.9 TB") == 109841211614820.0);
    CHECK(parse_size("1 PB") == 1125899906842600.0);
    CHECK(parse_size("5 PB") == 5629499534213100.0);
    CHECK(parse_size("512 PB") == 5.7646075230342e17);
    CHECK(parse_size("8.8817841970013E+14 PB") == 1e30);
    CHECK(parse_size("123456789012345678b") == 1.2345678901235e17);
    // A number alone stays what it is.
    CHECK(parse_size("123456789012345678") == 123456789012345678.0);
    CHECK(parse_size("109841211614822") == 109841211614822.0);
    CHECK(format_size(*parse_size("-0.3 b")) == "0 B");
}

TEST_CASE("What stands between a size's number and its unit is ignored") {
    CHECK(parse_size("5 XB") == 5);
    CHECK(parse_size("abcb") == 0);
    CHECK(parse_size("b") == 0);
}

TEST_CASE("A size without a unit at its end is none") {
    for (const char* text : {"lots", "", "5 GB ", "5 X", "5 GBs", "5 EB!"})
        CHECK_FALSE(parse_size(text));
}

TEST_CASE("Sizes are rounded at each step towards their unit") {
    CHECK(format_size(-1) == "?");
    CHECK(format_size(0) == "0 B");
    CHECK(format_size(5) == "5 B");
    CHECK(format_size(1023) == "1023 B");
    CHECK(format_size(1024) == "1 KB");
    CHECK(format_size(1536) == "2 KB");
    CHECK(format_size(1024.0 * 1024 - 1) == "1 MB");
    CHECK(format_size(500.0 * 1024 * 1024) == "500 MB");
    CHECK(format_size(1024.0 * 1024 * 1024 + 1) == "1 GB");
    CHECK(format_size(1.5 * 1024 * 1024 * 1024 * 1024) == "1.5 TB");
    CHECK(format_size(2048.0 * 1024 * 1024 * 1024 * 1024) == "2 PB");
    CHECK(format_size(5000.0 * 1024 * 1024 * 1024 * 1024 * 1024) == "5000 PB");
}
