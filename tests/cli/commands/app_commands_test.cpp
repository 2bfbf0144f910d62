// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/run.h"

using namespace roster;

TEST_CASE("groups that are not there do not count when an app is enabled") {
    World world;
    world.group("staff");
    const Printed enabled = run(world, {"app:enable", "--groups", "nobody", "activity"});
    CHECK(enabled.status == 0);
    CHECK(enabled.out == "activity already enabled\n");
    CHECK(run(world, {"app:enable", "-g", "nobody", "-g", "staff", "twofactor_totp"})
              .out.ends_with(" enabled for groups: staff\n"));
    CHECK(run(world, {"config:app:get", "twofactor_totp", "enabled"}).out == "[\"staff\"]\n");
}

TEST_CASE("all apps of a list came with the server") {
    World world;
    CHECK(run(world, {"app:list", "--shipped=true"}).out == run(world, {"app:list"}).out);
    CHECK(run(world, {"app:list", "--shipped", "false", "--output=json"}).out ==
          "{\"enabled\":[],\"disabled\":[]}\n");
}
