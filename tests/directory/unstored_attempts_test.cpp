// SPDX-License-Identifier: Apache-2.0
#include "directory/unstored_attempts.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("unstored attempts are counted by subnet, action and time") {
    UnstoredAttempts attempts;
    attempts.add({.subnet = "192.0.2.7/32", .action = "login", .metadata = "anna", .occurred = 10});
    attempts.add({.subnet = "192.0.2.7/32", .action = "sudo", .metadata = "anna", .occurred = 20});
    attempts.add({.subnet = "192.0.2.8/32", .action = "login", .metadata = "anna", .occurred = 30});
    CHECK(attempts.count("192.0.2.7/32", "login", 9) == 1);
    CHECK(attempts.count("192.0.2.7/32", "login", 10) == 0);
    CHECK(attempts.count("192.0.2.7/32", "", 0) == 2);
    attempts.forget("192.0.2.7/32", "login", "ben");
    CHECK(attempts.count("192.0.2.7/32", "", 0) == 2);
    attempts.forget("192.0.2.7/32", "login", "anna");
    CHECK(attempts.count("192.0.2.7/32", "", 0) == 1);
    CHECK(attempts.count("192.0.2.8/32", "", 0) == 1);
}

TEST_CASE("of very many unstored attempts the first are forgotten") {
    UnstoredAttempts attempts;
    for (int i = 1; i <= 10'001; ++i)
        attempts.add(
            {.subnet = "192.0.2.7/32", .action = "login", .metadata = "anna", .occurred = i});
    CHECK(attempts.count("192.0.2.7/32", "login", 0) == 10'000);
}
