// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("times are written in UTC") {
    CHECK(to_datetime(1'795'443'283) == "2026-11-23 14:14:43");
    CHECK(to_iso8601(1'795'443'283) == "2026-11-23T14:14:43+00:00");
    CHECK(to_datetime(0) == "1970-01-01 00:00:00");
}
