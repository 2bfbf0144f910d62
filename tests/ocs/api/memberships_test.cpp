// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

namespace {

std::string data_of(const Answer& answer) {
    const std::string& body = answer.response.body;
    const std::size_t start = body.find("\"data\":");
    return start == std::string::npos ? body : body.substr(start + 7, body.size() - start - 9);
}

struct Refused {
    int number = 0;
    std::string message{};
    bool operator==(const Refused&) const = default;
};

Refused refusal(const Answer& answer) {
    return {answer.number, answer.message};
}

}  // namespace

TEST_CASE("joining a group looks at the groupid, the group, the account and the right") {
    World world;
    world.group("team").group("staff").user("anna").subadmin("sue", "team");
    auto admin = world.as("admin");
    const std::string groups = "/cloud/users/anna/groups";
    CHECK(refusal(admin.post(groups)) == Refused{101});
    CHECK(refusal(admin.post(groups, {{"groupid", ""}})) == Refused{101});
    CHECK(refusal(admin.post("/cloud/users/ghost/groups", {{"groupid", "ghosts"}})) ==
          Refused{102});
    CHECK(refusal(admin.post("/cloud/users/ghost/groups", {{"groupid", "team"}})) == Refused{103});
    CHECK(refusal(world.as("sue").post(groups, {{"groupid", "staff"}})) == Refused{104});
    CHECK(world.as("sue").post(groups, {{"groupid", "team"}}).number == 200);
    CHECK(world.as("sue").post(groups, {{"groupid", "team"}}).number == 200);
    CHECK(data_of(admin.get(groups)) == R"({"groups":["team"]})");
}

TEST_CASE("leaving a group asks for a groupid, and says why it is refused") {
    World world;
    world.group("team").group("staff").user("anna", {"team"}).subadmin("sue", "team");
    auto admin = world.as("admin");
    const std::string groups = "/cloud/users/anna/groups";
    CHECK(admin.remove(groups).number == 996);
    CHECK(refusal(admin.remove(groups, {{"groupid", " "}})) == Refused{101});
    CHECK(refusal(admin.remove(groups, {{"groupid", "ghosts"}})) == Refused{102});
    CHECK(refusal(admin.remove("/cloud/users/ghost/groups", {{"groupid", "team"}})) ==
          Refused{103});
    CHECK(refusal(world.as("sue").remove(groups, {{"groupid", "staff"}})) == Refused{104});
    CHECK(refusal(world.as("sue").remove(groups, {{"groupid", "team"}})) ==
          Refused{105, "Not viable to remove user from the last group you are sub-admin of"});
    CHECK(refusal(admin.remove("/cloud/users/admin/groups", {{"groupid", "admin"}})) ==
          Refused{105, "Cannot remove yourself from the admin group"});
    CHECK(admin.remove(groups, {{"groupid", "team"}}).number == 200);
    CHECK(admin.remove(groups, {{"groupid", "team"}}).number == 200);
}

TEST_CASE("an account's groups are shown as gids or with details") {
    World world;
    world.group("10").user("anna", {"10"}).user("ben");
    auto admin = world.as("admin");
    CHECK(data_of(admin.get("/cloud/users/ANNA/groups")) == R"({"groups":["10"]})");
    CHECK(data_of(admin.get("/cloud/users/anna/groups/details?limit=0")) ==
          R"({"groups":[{"id":"10","displayname":"10","usercount":1,"disabled":0,)"
          R"("canAdd":true,"canRemove":true}]})");
    CHECK(refusal(admin.get("/cloud/users/ghost/groups")) == Refused{998});
    CHECK(refusal(world.as("ben").get("/cloud/users/anna/groups")) == Refused{998});
    CHECK(data_of(world.as("ben").get("/cloud/users/ben/groups")) == R"({"groups":[]})");
}

TEST_CASE("sub-admins are made, listed and removed with the numbers of each call") {
    World world;
    world.group("team").user("anna");
    auto admin = world.as("admin");
    const std::string anna = "/cloud/users/anna/subadmins";
    const std::string ghost = "/cloud/users/ghost/subadmins";
    CHECK(admin.post(anna).number == 996);
    CHECK(refusal(admin.post(ghost, {{"groupid", "x"}})) == Refused{101, "User does not exist"});
    CHECK(refusal(admin.post(anna, {{"groupid", ""}})) == Refused{102, "Group does not exist"});
    CHECK(refusal(admin.post(anna, {{"groupid", "admin"}})) ==
          Refused{103, "Cannot create sub-admins for admin group"});
    CHECK(admin.post(anna, {{"groupid", "team"}}).number == 200);
    CHECK(admin.post(anna, {{"groupid", "team"}}).number == 200);
    CHECK(data_of(admin.get(anna)) == R"(["team"])");
    CHECK(data_of(admin.get("/cloud/groups/team/subadmins")) == R"(["anna"])");

    CHECK(refusal(admin.remove(ghost, {{"groupid", "x"}})) == Refused{101, "User does not exist"});
    CHECK(refusal(admin.remove(anna, {{"groupid", "x"}})) == Refused{101, "Group does not exist"});
    CHECK(admin.remove(anna, {{"groupid", "team"}}).number == 200);
    CHECK(refusal(admin.remove(anna, {{"groupid", "team"}})) ==
          Refused{102, "User is not a sub-admin of this group"});
    CHECK(data_of(admin.get(anna)) == "[]");
    CHECK(refusal(admin.get(ghost)) == Refused{404, "User does not exist"});
    CHECK(refusal(admin.get("/cloud/groups/ghosts/subadmins")) ==
          Refused{101, "Group does not exist"});
}

TEST_CASE("a sub-admin reads the details of his own groups, not of another's") {
    World world;
    world.group("team").subadmin("sue", "team").subadmin("leo", "team");
    CHECK(world.as("sue").get("/cloud/users/sue/subadmins/details").number == 200);
    CHECK(refusal(world.as("sue").get("/cloud/users/leo/subadmins/details")) == Refused{998});
    CHECK(refusal(world.as("admin").get("/cloud/users/ghost/subadmins/details")) == Refused{998});
}

TEST_CASE("who is named by an e-mail address is told of, or not found at all") {
    World world;
    world.group("team").user("anna");
    auto admin = world.as("admin");
    admin.put("/cloud/users/anna", {{"key", "email"}, {"value", "New@corp.example"}});
    const Form into_team{{"groupid", "team"}};
    const auto hint = [](const Answer& answer) {
        return std::string(answer.response.find_header("Roster-Hint").value_or(""));
    };
    const storage::Sql recorded =
        "SELECT new_value FROM roster_audit"
        " WHERE action = 'user.found_by_email'";
    CHECK(hint(admin.get("/cloud/users/anna")).empty());
    CHECK(hint(admin.get("/cloud/users/new@corp.example")).find("uid, anna,") != std::string::npos);
    CHECK_FALSE(world.db->text(recorded));
    const Answer added = admin.post("/cloud/users/new@corp.example/groups", into_team);
    CHECK(added.number == 200);
    CHECK(hint(added).find("uid, anna,") != std::string::npos);
    CHECK(world.db->text(recorded) == "new@corp.example");
    const Form taken{{"userid", "new@corp.example"}, {"password", "Plum-Kettle-42"}};
    CHECK(admin.post("/cloud/users", taken).number == 102);

    world.set("roster.find_users_by_email", false);
    CHECK(admin.get("/cloud/users/new@corp.example").number == 404);
    CHECK(admin.post("/cloud/users/new@corp.example/groups", into_team).number == 103);
    CHECK(admin.put("/cloud/users/new@corp.example/disable").number == 101);
    CHECK(admin.get("/cloud/users/ANNA").number == 200);
    CHECK(admin.post("/cloud/users", taken).number == 200);
    Request login{.method = "GET",
                  .target = "/ocs/v2.php/cloud/user",
                  .headers = {{"OCS-APIRequest", "true"},
                              {"Authorization", basic("New@corp.example", "Secret-anna")}}};
    world.db->run("DELETE FROM oc_users WHERE uid = 'new@corp.example'");
    CHECK(world.send(std::move(login)).status == 200);
}
