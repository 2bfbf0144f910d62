// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

namespace {

Value texts(const std::string& key, const std::vector<std::string>& items) {
    Array list;
    for (const std::string& item : items)
        list.push(item);
    Array map;
    map.set(key, std::move(list));
    return map;
}

const Value kNothing{Array{}};

std::string data_of(const Answer& answer) {
    const std::string& body = answer.response.body;
    const std::size_t start = body.find("\"data\":");
    return start == std::string::npos ? body : body.substr(start + 7, body.size() - start - 9);
}

}  // namespace

TEST_CASE("a group is created once, listed, renamed and deleted") {
    World world;
    auto admin = world.as("admin");
    CHECK(admin.post("/cloud/groups", {{"groupid", "Team"}}).data == kNothing);
    const Answer again = admin.post("/cloud/groups", {{"groupid", "Team"}});
    CHECK(again.number == 102);
    CHECK(again.message == "group exists");
    CHECK(admin.get("/cloud/groups").data == texts("groups", {"Team", "admin"}));
    CHECK(admin.put("/cloud/groups/Team", {{"key", "displayname"}, {"value", "T "}}).number == 200);
    CHECK(data_of(admin.get("/cloud/groups/details?search=t")) ==
          R"({"groups":[{"id":"Team","displayname":"T","usercount":0,"disabled":0,)"
          R"("canAdd":true,"canRemove":true}]})");
    CHECK(admin.remove("/cloud/groups/Team").number == 200);
    CHECK(admin.remove("/cloud/groups/Team").number == 101);
    CHECK(admin.remove("/cloud/groups/admin").number == 102);
}

TEST_CASE("creating a group refuses bad names with the numbers clients know") {
    World world;
    auto admin = world.as("admin");
    CHECK(admin.post("/cloud/groups").number == 996);
    CHECK(admin.post("/cloud/groups", {{"groupid", ""}}).message == "Invalid group name");
    CHECK(admin.post("/cloud/groups", {{"groupid", "0"}}).number == 101);
    CHECK(admin.post("/cloud/groups", {{"groupid", std::string(256, 'x')}}).number == 996);
    CHECK(admin.post("/cloud/groups", {{"groupid", std::string(65, 'x')}}).number == 200);
    const Answer again = admin.post("/cloud/groups", {{"groupid", std::string(65, 'x')}});
    CHECK(again.number == 103);
    CHECK(again.message == "Not supported by backend");
}

TEST_CASE("a gid that looks percent-encoded is out of reach for the routes that decode twice") {
    World world;
    world.group("per%cent").group("100%").group("a b").group("a/b");
    auto admin = world.as("admin");
    // Decoded once more it is no UTF-8, which PostgreSQL does not look for.
    const bool accident = world.db->engine() == storage::Engine::postgres;
    CHECK(admin.get("/cloud/groups/per%25cent/users").number == (accident ? 996 : 404));
    CHECK(admin.get("/cloud/groups/per%25cent").message ==
          (accident ? "Internal Server Error\n" : "The requested group could not be found"));
    CHECK(admin.remove("/cloud/groups/per%25cent").number == (accident ? 996 : 101));
    CHECK(admin.get("/cloud/groups/per%25cent/subadmins").number == 200);
    CHECK(admin.post("/cloud/users/admin/groups", {{"groupid", "per%cent"}}).number == 200);
    CHECK(admin.get("/cloud/groups/100%25").number == 200);
    CHECK(admin.get("/cloud/groups/a%2520b/users/details").number == 200);
    CHECK(admin.get("/cloud/groups/a+b").number == 200);
    CHECK(admin.get("/cloud/groups/a%2Fb/users").number == 200);
}

TEST_CASE("editing a group looks at the key, then the group, then the value") {
    World world;
    auto admin = world.as("admin");
    const Answer key = admin.put("/cloud/groups/ghosts", {{"key", "name"}, {"value", "x"}});
    CHECK(key.number == 999);
    CHECK(key.status() == 500);
    const Answer group = admin.put("/cloud/groups/ghosts", {{"key", "displayname"}, {"value", ""}});
    CHECK(group.number == 998);
    CHECK(group.message == "Group does not exist");
    const Answer value = admin.put("/cloud/groups/admin", {{"key", "displayname"}, {"value", " "}});
    CHECK(value.number == 101);
    CHECK(value.message == "Not supported by backend");
    CHECK(admin.put("/cloud/groups/admin", {{"key", "displayname"}}).number == 996);
}

TEST_CASE("members of a group are a list of texts, whatever is asked besides") {
    World world;
    world.group("team").user("anna", {"team"}).user("1234", {"team"}).user("out");
    CHECK(data_of(world.as("admin").get("/cloud/groups/team/users?search=x&offset=1")) ==
          R"({"users":["1234","anna"]})");
    CHECK(world.as("anna").get("/cloud/groups/team/users").number == 200);
    CHECK(world.as("anna").get("/cloud/groups/team").message ==
          "Logged in account must be at least a sub admin");
    const Answer refused = world.as("out").get("/cloud/groups/team/users");
    CHECK(refused.number == 403);
    CHECK(refused.message.empty());
}

TEST_CASE("details of members can be searched and paged") {
    World world;
    world.group("team").user("anna", {"team"}).user("ben", {"team"});
    auto admin = world.as("admin");
    const auto uids = [&](const std::string& query) {
        const Answer answer = admin.get("/cloud/groups/team/users/details" + query);
        REQUIRE(answer.number == 200);
        std::string found;
        for (const auto& [uid, object] : *answer.data.array()->find("users")->array())
            found += uid + " ";
        return found;
    };
    CHECK(uids("") == "anna ben ");
    CHECK(uids("?search=NN") == "anna ");
    CHECK(uids("?limit=1&offset=1") == "ben ");
    CHECK(uids("?limit=0").empty());
    world.db->change("DELETE FROM oc_users WHERE uid = 'anna'");
    CHECK(uids("") == "ben ");
    CHECK(admin.get("/cloud/groups/team/users/details?offset=-1").number == 996);
    CHECK(admin.get("/cloud/groups/ghosts/users/details").number == 998);
}

TEST_CASE("a sub-admin gets the details of his groups only") {
    World world;
    world.group("team").group("staff").subadmin("sue", "team").user("anna", {"team"});
    CHECK(world.as("sue").get("/cloud/groups/team/users/details").number == 200);
    const Answer refused = world.as("sue").get("/cloud/groups/staff/users/details");
    CHECK(refused.number == 998);
    CHECK(refused.message == "The requested group could not be found");
    CHECK(world.as("sue").get("/cloud/groups").data == texts("groups", {"admin", "staff", "team"}));
    CHECK(world.as("sue").get("/cloud/groups/details").number == 403);
}
