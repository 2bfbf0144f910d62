// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/run.h"
#include "storage/rows/delegation_rows.h"

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
    CHECK(status("admin-delegation:add", "OCA\\Nothing\\Settings\\Admin", "staff") == 2);
    CHECK(status("admin-delegation:add", users, "ghost") == 3);
    CHECK(status("admin-delegation:add", users, "staff") == 0);
    for (const char* gid : {"staff", "staff", "ghost"}) {
        const Printed removed = run(world, {"admin-delegation:remove", users, gid});
        CHECK(removed.status == 0);
        CHECK(removed.out.find("[OK]") != std::string::npos);
    }
    CHECK(run(world, {"admin-delegation:show", "--output=json"}).out == "[]\n");
}

TEST_CASE("settings that can be delegated are shown by section, with their groups") {
    World world;
    world.group("team10").group("team2");
    const std::string mail = "OCA\\Settings\\Settings\\Admin\\Mail";
    for (const char* gid : {"team10", "team2"})
        CHECK(run(world, {"admin-delegation:add", mail, gid}).status == 0);
    const std::string shown = run(world, {"admin-delegation:show"}).out;
    CHECK(
        shown.starts_with("\nCurrent delegations\n===================\n\n"
                          "Section: overview\n-----------------\n\n"));
    const std::string rule =
        " ----------------- ------------------------------------ --------------------- \n";
    const std::string server =
        "Section: server\n---------------\n\n" + rule +
        "  Name              SettingId                            Delegated to groups  \n" + rule +
        "  Background jobs   OCA\\Settings\\Settings\\Admin\\Server                        \n"
        "  Email server      OCA\\Settings\\Settings\\Admin\\Mail     team2, team10        \n" +
        rule + "\nSection: sharing\n----------------\n\n";
    CAPTURE(shown);
    CHECK(shown.find(server) != std::string::npos);
    CHECK(shown.find("  Global   OCA\\Theming\\Settings\\Admin  ") != std::string::npos);
    CHECK(shown.find("not known") == std::string::npos);
}

TEST_CASE("settings of an app that is off can be delegated only where they are already") {
    World world;
    world.group("staff").group("desk");
    for (const std::string ldap = "OCA\\User_LDAP\\Settings\\Admin", other = "OCA\\X\\Admin";
         const std::string& settings : {ldap, other}) {
        const auto add = [&](const char* gid) {
            return run(world, {"admin-delegation:add", settings, gid});
        };
        const auto shows = [&] {
            return run(world, {"admin-delegation:show"}).out.find(settings) != std::string::npos;
        };
        CHECK(add("staff").status == 2);
        CHECK(add("staff").out.find("isn't a valid delegated setting") != std::string::npos);
        CHECK_FALSE(shows());
        storage::insert_delegation(*world.db, settings, "staff");
        CHECK(shows());
        CHECK(add("desk").status == 0);
    }
    const std::string shown = run(world, {"admin-delegation:show"}).out;
    CHECK(shown.find("Section: (not known to Roster)\n") != std::string::npos);
    CHECK(run(world, {"app:enable", "user_ldap"}).status == 0);
    CHECK(run(world, {"admin-delegation:show"}).out.find("Section: ldap\n") != std::string::npos);
}
