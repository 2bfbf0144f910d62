// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/run.h"

using namespace roster;

TEST_CASE("a group may be called 0 on the command line, not over the API") {
    World world;
    world.user("ben");
    CHECK(world.as("admin").post("/cloud/groups", {{"groupid", "0"}}).number == 101);
    CHECK(run(world, {"group:add", "0"}).out == "Created group \"0\"\n");
    CHECK(run(world, {"group:adduser", "0", "ben"}).status == 0);
    CHECK(run(world, {"group:list"}).out == "  - 0:\n    - ben\n  - admin:\n    - admin\n");
    CHECK(run(world, {"group:removeuser", "0", "ben"}).status == 0);
    CHECK(run(world, {"group:delete", "0"}).out == "Group \"0\" was removed\n");
    CHECK(run(world, {"user:add", "kim", "--password-from-env", "-g", "0"},
              {.environment = {{"NC_PASS", "Plum-Kettle-42"}}})
              .out ==
          "The account \"kim\" was created successfully\nCreated group \"0\"\n"
          "Account \"kim\" added to group \"0\"\n");
    CHECK(run(world, {"group:add", ""}).status == 2);
}

TEST_CASE("a delegation tells by its exit status what was wrong") {
    World world;
    world.group("staff");
    const std::string users = "OCA\\Settings\\Settings\\Admin\\Users";
    const auto status = [&](const char* command, const std::string& settings_class,
                            const char* gid) {
        return run(world, {command, settings_class, gid}).status;
    };
    CHECK(status("admin-delegation:add", "nonsense", "ghost") == 2);
    CHECK(status("admin-delegation:add", users, "ghost") == 3);
    CHECK(status("admin-delegation:add", users, "staff") == 0);
    for (const char* gid : {"staff", "staff", "ghost"}) {
        const Printed removed = run(world, {"admin-delegation:remove", users, gid});
        CHECK(removed.status == 0);
        CHECK(removed.out.find("[OK]") != std::string::npos);
    }
    CHECK(run(world, {"admin-delegation:show", "--output=json"}).out == "[]\n");
}
