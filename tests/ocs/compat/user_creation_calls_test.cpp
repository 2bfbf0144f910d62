// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include "storage/engine/connection.h"
#include "storage/rows/delegation_rows.h"
#include "support/world.h"

using namespace roster;

namespace {

constexpr const char* kPassword = "Plum-Kettle-42";

struct Made {
    int number = 0;
    std::string message{};
    bool operator==(const Made&) const = default;
};

Made create(World::Caller caller, Form form) {
    const Answer answer = caller.post("/cloud/users", form);
    return {answer.number, answer.message};
}

Made create_uid(World& world, const std::string& uid) {
    return create(world.as("admin"), {{"userid", uid}, {"password", kPassword}});
}

}  // namespace

TEST_CASE("a uid is taken in every letter case, and as somebody's e-mail") {
    World world;
    world.user("anna");
    world.as("admin").put("/cloud/users/anna", {{"key", "email"}, {"value", "a@example.org"}});
    CHECK(create_uid(world, "ANNA") == Made{102, "User already exists"});
    CHECK(create_uid(world, "a@example.org") == Made{102, "User already exists"});
}

TEST_CASE("the rules for a uid are looked at one after another") {
    World world;
    const std::string characters =
        "Only the following characters are allowed in an Login: \"a-z\", \"A-Z\", \"0-9\", spaces "
        "and \"_.@-'\"";
    CHECK(create_uid(world, "a/b") == Made{101, characters});
    CHECK(create_uid(world, "ünï") == Made{101, characters});
    CHECK(create_uid(world, " ") == Made{101, "A valid Login must be provided"});
    CHECK(create_uid(world, " x") ==
          Made{101, "Login contains whitespace at the beginning or at the end"});
    CHECK(create_uid(world, "..") == Made{101, "Login must not consist of dots only"});
    CHECK(create_uid(world, std::string(65, 'x')) == Made{101, "Username is too long"});
    CHECK(create_uid(world, ".htaccess") ==
          Made{101, "Login is invalid because files already exist for this user"});
    for (const std::string& uid : {std::string(64, 'x'), std::string("..."), std::string("a@b")})
        CHECK(create_uid(world, uid).number == 200);
}

TEST_CASE("an account whose e-mail is too long for its record stays, and its e-mail") {
    World world;
    const std::string longest(2048, 'x');
    CHECK(
        create(world.as("admin"), {{"userid", "ann"}, {"password", kPassword}, {"email", longest}})
            .number == 200);
    const std::string longer = longest + "x";
    CHECK(create(world.as("admin"),
                 {{"userid", "bea"}, {"password", kPassword}, {"email", longer}}) ==
          Made{101, "email"});
    CHECK(world.has_user("bea"));
    CHECK(world.db->text("SELECT configvalue FROM oc_preferences WHERE userid = 'bea'"
                         " AND configkey = 'email'") == longer);
}

TEST_CASE("groups come before sub-admin groups, and both before the password") {
    World world;
    world.group("team").subadmin("sue", "team");
    auto admin = world.as("admin");
    const std::string long_password(470, 'p');
    CHECK(create(admin, {{"userid", "x"}, {"password", long_password}, {"groups[]", "ghosts"}}) ==
          Made{104, "Group ghosts does not exist"});
    CHECK(create(admin, {{"userid", "x"}, {"password", long_password}, {"subadmin[]", "ghosts"}}) ==
          Made{109, "Sub-admin group does not exist"});
    CHECK(create(admin, {{"userid", "x"}, {"password", long_password}, {"subadmin[]", "admin"}}) ==
          Made{103, "Cannot create sub-admins for admin group"});
    CHECK(create(admin, {{"userid", "x"}, {"password", long_password}}) ==
          Made{101, "Invalid password value"});
    CHECK(create(world.as("sue"), {{"userid", "x"}, {"password", kPassword}}) ==
          Made{106, "No group specified (required for sub-admins)"});
    CHECK_FALSE(world.has_user("x"));
}

TEST_CASE("a group with a blank behind its name is another group, on every engine") {
    World world;
    world.group("team").group("helpers").subadmin("sue", "team").user("dele", {"helpers"});
    storage::insert_delegation(*world.db, "OCA\\Settings\\Settings\\Admin\\Users", "helpers");
    auto admin = world.as("admin");
    for (const char* caller : {"admin", "dele"}) {
        const auto make = [&](const char* parameter, const std::string& gid) {
            return create(world.as(caller),
                          {{"userid", "evil"}, {"password", kPassword}, {parameter, gid}});
        };
        CAPTURE(caller);
        CHECK(make("groups[]", "admin ") == Made{104, "Group admin  does not exist"});
        CHECK(make("groups[]", "team ") == Made{104, "Group team  does not exist"});
        CHECK(make("subadmin[]", "admin ") == Made{109, "Sub-admin group does not exist"});
        CHECK(make("subadmin[]", "team ") == Made{109, "Sub-admin group does not exist"});
        CHECK_FALSE(world.has_user("evil"));
    }
    CHECK(create(world.as("sue"),
                 {{"userid", "evil"}, {"password", kPassword}, {"groups[]", "team "}})
              .number == 104);
    CHECK(admin.post("/cloud/users/sue/groups", {{"groupid", "admin "}}).number == 102);
    CHECK(admin.post("/cloud/users/sue/subadmins", {{"groupid", "team "}}).number == 102);
    CHECK(admin.get("/cloud/groups/admin%20/users").number == 404);
    CHECK(admin.remove("/cloud/groups/team%20").number == 101);
    CHECK(admin.get("/cloud/users/sue%20").number == 404);
}

TEST_CASE("who stands in a group that only looks like the administrators' is none of them") {
    World world;
    world.user("evil");
    world.db->change("INSERT INTO oc_group_user (gid, uid) VALUES ('admin ', 'evil')");
    CHECK(world.as("evil").get("/cloud/apps").number == 403);
    CHECK(world.as("evil").put("/cloud/users/admin/disable").number == 403);
    CHECK(world.as("admin").get("/cloud/groups/admin/users").response.body.find("evil") ==
          std::string::npos);
}

TEST_CASE("a sub-admin creates users only in groups they manage") {
    World world;
    world.group("sales").subadmin("sam", "sales").group("legal");
    CHECK(
        create(world.as("sam"), {{"userid", "ann"}, {"password", kPassword}, {"groups[]", "sales"}})
            .number == 200);
    CHECK(create(world.as("sam"),
                 {{"userid", "bob"}, {"password", kPassword}, {"groups[]", "legal"}}) ==
          Made{105, "Insufficient privileges for group legal"});
    CHECK_FALSE(world.has_user("bob"));
}

TEST_CASE("without a password an e-mail is needed") {
    World world;
    CHECK(create(world.as("admin"), {{"userid", "x"}}) ==
          Made{108, "An email address is required, to send a password link to the user."});
    CHECK(create(world.as("admin"), {{"userid", "x"}, {"password", " "}}) ==
          Made{101, "A valid password must be provided"});
}

TEST_CASE("a refused display name takes the account back, a refused quota leaves it") {
    World world;
    auto admin = world.as("admin");
    CHECK(create(admin, {{"userid", "one"},
                         {"password", kPassword},
                         {"displayName", std::string(65, 'n')}}) ==
          Made{101, "Invalid displayname"});
    CHECK_FALSE(world.has_user("one"));
    CHECK(create(admin, {{"userid", "two"}, {"password", kPassword}, {"quota", "lots"}}) ==
          Made{101, "Invalid quota value: lots"});
    CHECK(world.has_user("two"));
}

TEST_CASE("a uid is drawn when that is switched on and none is given") {
    World world;
    auto admin = world.as("admin");
    CHECK(create_uid(world, "").message == "A valid Login must be provided");
    admin.post("/apps/provisioning_api/api/v1/config/apps/core/newUser.generateUserID",
               {{"value", "yes"}});
    const Answer answer = admin.post("/cloud/users", {{"userid", ""}, {"password", kPassword}});
    REQUIRE(answer.number == 200);
    const std::string uid = *answer.data.array()->find("id")->text();
    CHECK(uid.size() == 10);
    CHECK(world.has_user(uid));
}

TEST_CASE("the password is stored as a hash that fits it") {
    World world;
    CHECK(create_uid(world, "ben").number == 200);
    const std::string stored =
        world.db->text("SELECT password FROM oc_users WHERE uid = ?", "ben").value_or("");
    CHECK(stored.starts_with("3|$argon2id$"));
    CHECK(verify_password(kPassword, stored, {}).matches);
}
