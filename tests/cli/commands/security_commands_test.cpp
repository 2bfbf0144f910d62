// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/run.h"

using namespace roster;

TEST_CASE("groups are left out of an enforced second factor by either name of the option") {
    World world;
    for (const char* option : {"--exclude", "--exclude-group"}) {
        CHECK(
            run(world, {"twofactorauth:enforce", "--on", option, "staff", option, "guests"}).out ==
            "Two-factor authentication is enforced for all users, except members of staff, "
            "guests\n");
        CHECK(run(world, {"twofactorauth:enforce", "--off"}).status == 0);
    }
    CHECK(run(world, {"twofactorauth:enforce", "--help"}).out.find("--exclude=EXCLUDE") !=
          std::string::npos);
}

TEST_CASE("attempts are shown and forgotten for IP addresses alone") {
    World world;
    for (const char* command : {"security:bruteforce:attempts", "security:bruteforce:reset"}) {
        CHECK(run(world, {command, "::1"}).status == 0);
        const Printed refused = run(world, {command, "nonsense"});
        CHECK(refused.status == 1);
        CHECK(refused.out == "\"nonsense\" is not a valid IP address\n");
    }
}
