// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_deletion.h"

#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

TEST_CASE("nothing of a deleted account remains in any table") {
    World world;
    world.group("team").user("anna", {"team"}).subadmin("anna", "team");
    auto admin = world.as("admin");
    admin.put("/cloud/users/anna", {{"key", "email"}, {"value", "anna@example.org"}});
    admin.put("/cloud/users/anna", {{"key", "phone"}, {"value", "+4971125242890"}});
    world.as("anna").get("/core/getapppassword");
    REQUIRE(admin.remove("/cloud/users/anna").number == 200);
    CHECK_FALSE(world.has_user("anna"));
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_accounts WHERE uid = 'anna'") == 0);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_accounts_data WHERE uid = 'anna'") == 0);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_preferences WHERE userid = 'anna'") == 0);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_group_user WHERE uid = 'anna'") == 0);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_group_admin WHERE uid = 'anna'") == 0);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_authtoken WHERE uid = 'anna'") == 0);
}

TEST_CASE("a second deletion finds nobody, and the uid starts empty when created again") {
    World world;
    world.user("anna");
    auto admin = world.as("admin");
    admin.put("/cloud/users/anna", {{"key", "displayname"}, {"value", "Anna A"}});
    CHECK(admin.remove("/cloud/users/anna").number == 200);
    CHECK(admin.remove("/cloud/users/anna").number == 998);
    world.user("anna");
    CHECK(*admin.get("/cloud/users/anna").data.array()->find("displayname")->text() == "anna");
}

TEST_CASE("nobody deletes the own account, in no letter case") {
    World world;
    CHECK(world.as("admin").remove("/cloud/users/admin").number == 101);
    CHECK(world.as("admin").remove("/cloud/users/ADMIN").number == 101);
    CHECK(world.has_user("admin"));
}

TEST_CASE("a sub-admin deletes accounts of the own groups only, and no administrator") {
    World world;
    world.group("team").user("anna", {"team"}).user("ben").user("root2", {"team", "admin"});
    world.subadmin("sue", "team");
    auto sue = world.as("sue");
    CHECK(sue.remove("/cloud/users/ben").number == 998);
    CHECK(sue.remove("/cloud/users/root2").number == 998);
    CHECK(sue.remove("/cloud/users/anna").number == 200);
}

TEST_CASE("the account 0 cannot be deleted") {
    World world;
    world.as("admin").post("/cloud/users", {{"userid", "0"}, {"password", "Plum-Kettle-42"}});
    REQUIRE(world.has_user("0"));
    CHECK(world.as("admin").remove("/cloud/users/0").number == 996);
    CHECK(world.has_user("0"));
}
