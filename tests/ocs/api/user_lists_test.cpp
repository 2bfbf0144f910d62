// SPDX-License-Identifier: Apache-2.0
#include "ocs/compat/user_lists.h"

#include <doctest/doctest.h>

#include "base/json/json.h"
#include "support/world.h"

using namespace roster;

namespace {

// The member `users` of an answer as JSON; for maps their keys.
std::string users(const Answer& answer) {
    const Value* users = answer.data.array() ? answer.data.array()->find("users") : nullptr;
    if (!users) return "refused with " + std::to_string(answer.number);
    return to_json(*users);
}

std::string uids(const Answer& answer) {
    const Value* users = answer.data.array() ? answer.data.array()->find("users") : nullptr;
    if (!users) return "refused with " + std::to_string(answer.number);
    std::string text;
    for (const auto& [uid, details] : *users->array())
        text += (text.empty() ? "" : " ") + uid;
    return text;
}

// Short uids make passwords that the policy refuses, so these accounts get a longer one.
void add(World& world, const std::string& uid, const std::vector<std::string>& gids = {}) {
    Form form{{"userid", uid}, {"password", "Plum-Kettle-42"}};
    for (const std::string& gid : gids)
        form.emplace_back("groups[]", gid);
    REQUIRE(world.as("admin").post("/cloud/users", form).number == 200);
}

void name(World& world, const std::string& uid, const std::string& display_name) {
    world.as("admin").put("/cloud/users/" + uid, {{"key", "displayname"}, {"value", display_name}});
}

}  // namespace

TEST_CASE("a page is cut by display name and shown by uid") {
    World world;
    for (const auto& [uid, display_name] : {std::pair("Bea", "alpha"), std::pair("10", "Ten"),
                                            std::pair("2", "Two"), std::pair("abe", "Yan")}) {
        add(world, uid);
        name(world, uid, display_name);
    }
    auto admin = world.as("admin");
    CHECK(users(admin.get("/cloud/users")) == R"([10,2,"abe","admin","Bea"])");
    // The administrator has no name; PostgreSQL puts such accounts last.
    const bool last = world.db->engine() == storage::Engine::postgres;
    CHECK(users(admin.get("/cloud/users?limit=2")) ==
          (last ? R"([10,"Bea"])" : R"(["admin","Bea"])"));
    CHECK(users(admin.get("/cloud/users?limit=2&offset=2")) == (last ? R"([2,"abe"])" : "[10,2]"));
    CHECK(users(admin.get("/cloud/users?limit=0")) == "[]");
    CHECK(users(admin.get("/cloud/users?limit=abc")) == "[]");
    CHECK(users(admin.get("/cloud/users?offset=-1")) == "refused with 996");
}

TEST_CASE("a search takes its text as it is, in uid, name and e-mail") {
    World world;
    world.user("anna").user("b_b").user("carl");
    name(world, "carl", "Anna's friend 100%");
    world.as("admin").put("/cloud/users/b_b", {{"key", "email"}, {"value", "ANNA@example.org"}});
    auto admin = world.as("admin");
    CHECK(users(admin.get("/cloud/users?search=anna")) == R"(["anna","b_b","carl"])");
    CHECK(users(admin.get("/cloud/users?search=_")) == R"(["b_b"])");
    CHECK(users(admin.get("/cloud/users?search=%25")) == R"(["carl"])");
}

TEST_CASE("a sub-admin gets a page of each group, and nothing for a search without limit") {
    World world;
    world.group("a").group("b");
    add(world, "12", {"a", "b"});
    add(world, "x1", {"a"});
    add(world, "y1", {"b"});
    world.subadmin("sue", "a").subadmin("sue", "b");
    auto sue = world.as("sue");
    CHECK(users(sue.get("/cloud/users")) == R"([0,"x1",1,"y1"])");
    CHECK(users(sue.get("/cloud/users?limit=1&offset=1")) == R"(["x1","y1"])");
    CHECK(users(sue.get("/cloud/users?search=x")) == "[]");
    CHECK(users(sue.get("/cloud/users?search=x&limit=5")) == R"(["x1"])");
    CHECK(uids(sue.get("/cloud/users/details")) == "12 x1 y1");
}

TEST_CASE("disabled accounts are listed in the order of writing, or of their key") {
    World world;
    world.group("team").user("ben").user("anna", {"team"}).subadmin("sue", "team");
    auto admin = world.as("admin");
    admin.put("/cloud/users/ben/disable");
    admin.put("/cloud/users/anna/disable");
    const bool by_key = world.db->engine() == storage::Engine::mariadb;
    CHECK(uids(admin.get("/cloud/users/disabled")) == (by_key ? "anna ben" : "ben anna"));
    CHECK(uids(admin.get("/cloud/users/disabled?search=ANN")) == "anna");
    CHECK(uids(world.as("sue").get("/cloud/users/disabled")) == "anna");
    CHECK(uids(admin.get("/cloud/users/disabled?limit=-1")) == "refused with 996");
}

TEST_CASE("recent accounts come newest first, and those that never logged in not at all") {
    World world;
    world.user("anna").user("ben").user("never");
    world.as("anna").get("/cloud/user");
    world.now += 100;
    world.as("ben").get("/cloud/user");
    world.now += 100;
    auto admin = world.as("admin");
    CHECK(uids(admin.get("/cloud/users/recent")) == "admin ben anna");
    CHECK(uids(admin.get("/cloud/users/recent?limit=1&offset=1")) == "ben");
    CHECK(uids(admin.get("/cloud/users/recent?search=nn")) == "anna");
}

TEST_CASE("in the list of groups only a positive limit or offset counts") {
    World world;
    world.group("b").group("c");
    auto admin = world.as("admin");
    const auto groups = [&admin](const std::string& page) {
        return to_json(*admin.get("/cloud/groups" + page).data.array()->find("groups"));
    };
    CHECK(groups("") == R"(["admin","b","c"])");
    CHECK(groups("?limit=0&offset=-1") == R"(["admin","b","c"])");
    CHECK(groups("?limit=-2") == R"(["admin","b","c"])");
    CHECK(groups("?limit=1&offset=1") == R"(["b"])");
    CHECK(groups("?search=B&limit=0") == R"(["b"])");
}

TEST_CASE("a page of members is empty with limit 0 and refused with a negative offset") {
    World world;
    world.group("sales").user("ann", {"sales"}).user("bob", {"sales"}).subadmin("sam", "sales");
    const std::string path = "/cloud/groups/sales/users/details";
    for (const char* uid : {"admin", "sam"}) {
        auto caller = world.as(uid);
        CHECK(users(caller.get(path + "?limit=0")) == "[]");
        CHECK(uids(caller.get(path + "?limit=-1")) == "ann bob");
        CHECK(uids(caller.get(path + "?limit=5&offset=1")) == "bob");
        CHECK(uids(caller.get(path + "?offset=-1")).starts_with("refused"));
    }
    // Who may not ask is told so first.
    CHECK(world.as("ann").get(path + "?offset=-1").number == 403);
}
