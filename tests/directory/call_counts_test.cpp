// SPDX-License-Identifier: Apache-2.0
#include "directory/call_counts.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("calls are let through up to their number, and again after their span") {
    CallCounts counts;
    CHECK(counts.count("a", 2, 300, 1000) == 0);
    CHECK(counts.count("a", 2, 300, 1100) == 0);
    CHECK(counts.count("a", 2, 300, 1100) == 200);
    CHECK(counts.count("b", 2, 300, 1100) == 0);
    CHECK(counts.count("a", 2, 300, 1299) == 1);
    CHECK(counts.count("a", 2, 300, 1300) == 0);
    // The clock was set back.
    CHECK(counts.count("a", 1, 300, 500) == 0);
    CHECK(counts.count("a", 1, 300, 500) == 300);
}

TEST_CASE("callers beyond a number make room for themselves") {
    CallCounts counts;
    for (std::size_t i = 0; i < CallCounts::kMost; ++i)
        counts.count(std::to_string(i), 1, 300, 1000);
    CHECK(counts.count("0", 1, 300, 1000) == 0);
    CHECK(counts.count("0", 1, 300, 1000) == 300);
}
