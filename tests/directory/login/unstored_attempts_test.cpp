// SPDX-License-Identifier: Apache-2.0
#include "directory/login/unstored_attempts.h"

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

TEST_CASE("unstored attempts go by address, and those up to one that was stored") {
    UnstoredAttempts attempts;
    CHECK_FALSE(attempts.any());
    for (const char* address : {"192.0.2.7", "192.0.2.8", "192.0.2.9"})
        attempts.add({.address = address, .subnet = "192.0.2.0/24", .action = "login"});
    const auto stored = attempts.list();
    REQUIRE(stored.size() == 3);
    attempts.forget_address("192.0.2.8");
    CHECK(attempts.count("192.0.2.0/24", "", -1) == 2);
    attempts.add({.address = "192.0.2.7", .subnet = "192.0.2.0/24", .action = "sudo"});
    attempts.forget_until(stored.back().number);
    CHECK(attempts.count("192.0.2.0/24", "", -1) == 1);
    CHECK(attempts.count("192.0.2.0/24", "sudo", -1) == 1);
    attempts.forget_until(attempts.list().back().number);
    CHECK_FALSE(attempts.any());
}

TEST_CASE("of very many unstored attempts the first are forgotten") {
    UnstoredAttempts attempts;
    for (int i = 1; i <= 10'001; ++i)
        attempts.add(
            {.subnet = "192.0.2.7/32", .action = "login", .metadata = "anna", .occurred = i});
    CHECK(attempts.count("192.0.2.7/32", "login", 0) == 10'000);
}
