// SPDX-License-Identifier: Apache-2.0
#include "directory/groups/access.h"

#include <doctest/doctest.h>

#include "directory/users/users.h"
#include "storage/rows/delegation_rows.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

// The rules as they stand for one actor.
struct Rules {
    World& world;
    CallMemo work{};
    Transaction tx;

    Rules(World& world_, const std::string& uid)
        : world(world_), tx(world_.house_installation, *world_.db, work) {
        tx.remote_address = "127.0.0.1";
        tx.actor = {.uid = Uid(uid), .credential = Credential::password};
        find_roles(tx, tx.actor);
    }
    bool sees(const std::string& uid) { return may_see(tx, *user_with_uid(tx, Uid(uid))); }
    bool edits(const std::string& uid) { return may_edit(tx, *user_with_uid(tx, Uid(uid))); }
};

World& inhabited(World& world) {
    world.group("team").user("anna", {"team"}).user("ben").user("root2", {"admin", "team"});
    return world.subadmin("sue", "team");
}

}  // namespace

TEST_CASE("everybody sees and edits themselves, and a plain account nobody else") {
    World world;
    Rules ben(inhabited(world), "ben");
    CHECK(ben.sees("ben"));
    CHECK(ben.edits("ben"));
    CHECK_FALSE(ben.sees("anna"));
    CHECK_FALSE(ben.edits("anna"));
    CHECK_FALSE(may_manage_members(ben.tx, "team"_gid));
}

TEST_CASE("a sub-admin reaches the accounts of the own groups, but no administrator") {
    World world;
    Rules sue(inhabited(world), "sue");
    CHECK(sue.tx.actor.subadmin);
    CHECK(sue.edits("anna"));
    CHECK_FALSE(sue.edits("ben"));
    CHECK_FALSE(sue.edits("root2"));
    CHECK(may_manage_members(sue.tx, "team"_gid));
    CHECK_FALSE(may_manage_members(sue.tx, "admin"_gid));
}

TEST_CASE("a delegated administrator sees everybody and edits all but administrators") {
    World world;
    inhabited(world).group("helpers").user("del", {"helpers"});
    world.db->change("INSERT INTO oc_authorized_groups (group_id, class) VALUES ('helpers', ?)",
                     "OCA\\Settings\\Settings\\Admin\\Users");
    Rules del(world, "del");
    CHECK(del.sees("root2"));
    CHECK(del.edits("ben"));
    CHECK_FALSE(del.edits("root2"));
    CHECK_FALSE(may_manage_members(del.tx, "admin"_gid));
}

TEST_CASE("outside allowed_admin_ranges an administrator is a plain account") {
    World world;
    inhabited(world).set("allowed_admin_ranges", "10.0.0.0/8");
    Rules admin(world, "admin");
    CHECK(admin.tx.actor.in_admin_group);
    CHECK_FALSE(admin.tx.actor.admin);
    CHECK_FALSE(admin.sees("ben"));
}

TEST_CASE("delegated administrators can be kept from sub-admins") {
    World world;
    inhabited(world).group("desk").user("dele", {"desk", "team"}).user("free", {"desk"});
    world.subadmin("sue", "desk");
    storage::insert_delegation(*world.db, "OCA\\Settings\\Settings\\Admin\\Users", "desk");
    const Form into_team{{"groupid", "team"}}, into_desk{{"groupid", "desk"}};
    const Form edit{{"key", "displayname"}, {"value", "D"}};
    CHECK(world.as("sue").put("/cloud/users/dele", edit).number == 200);
    CHECK(world.as("sue").post("/cloud/users/free/groups", into_team).number == 200);
    world.as("admin").remove("/cloud/users/free/groups", into_team);

    world.set("roster.protect_delegated_admins", true);
    CHECK(world.as("sue").put("/cloud/users/dele", edit).number == 998);
    CHECK(world.as("sue").put("/cloud/users/dele/disable").number == 998);
    CHECK(world.as("sue").post("/cloud/users/free/groups", into_team).number == 104);
    CHECK(world.as("sue").remove("/cloud/users/dele/groups", into_team).number == 104);
    CHECK(world.as("sue").post("/cloud/users/anna/groups", into_desk).number == 104);
    CHECK(world.as("sue").put("/cloud/users/anna", edit).number == 200);
    CHECK(world.as("dele").put("/cloud/users/dele", edit).number == 200);
    CHECK(world.as("dele").put("/cloud/users/free", edit).number == 200);
    CHECK(world.as("admin").post("/cloud/users/free/groups", into_team).number == 200);
}
