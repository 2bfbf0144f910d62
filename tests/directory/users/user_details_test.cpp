// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_details.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/json/json.h"
#include "directory/groups/access.h"
#include "directory/users/users.h"
#include "ocs/api/user_object.h"
#include "storage/databases.h"
#include "storage/rows/profile_rows.h"
#include "storage/rows/user_rows.h"
#include "support/world.h"

using namespace roster;

namespace {

// What a caller does with the database at hand.
struct Turn {
    CallMemo work{};
    Transaction tx;

    Turn(World& world, const std::string& uid) : tx(world.house_installation, *world.db, work) {
        tx.actor.uid = Uid(uid);
        find_roles(tx, tx.actor);
    }
};

std::string object_in(const Answer& answer, const std::string& uid) {
    return to_json(*answer.data.array()->find("users")->array()->find(uid));
}

}  // namespace

TEST_CASE("the details of many users are those of each, whoever asks, on every engine") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        World world(fresh.database);
        world.group("team").group("others").subadmin("sam", "team").user("anna", {"team"});
        world.user("ben", {"team", "others"}).user("cid", {"others"});
        auto admin = world.as("admin");
        const auto set = [&admin](const std::string& uid, const char* key, const char* value) {
            CHECK(admin.put("/cloud/users/" + uid, {{"key", key}, {"value", value}}).number == 200);
        };
        set("anna", "displayname", "Anna A.");
        set("anna", "email", "anna@example.org");
        set("anna", "manager", "ben");
        set("ben", "quota", "5 GB");
        set("ben", "manager", "cid");
        set("cid", "language", "de");
        for (const char* caller : {"admin", "sam"}) {
            const Answer page = world.as(caller).get("/cloud/users/details?limit=25");
            for (const char* uid : {"anna", "ben"}) {
                CAPTURE(uid);
                const Answer one = world.as(caller).get("/cloud/users/" + std::string(uid));
                CHECK(object_in(page, uid) == to_json(one.data));
            }
        }
        const auto manager = [&world](const char* caller, const std::string& uid) {
            const Answer one = world.as(caller).get("/cloud/users/" + uid);
            return *one.data.array()->find("manager")->text();
        };
        CHECK(manager("admin", "ben") == "cid");
        // A sub-admin sees a manager only where the manager is in a group of theirs.
        CHECK(manager("sam", "anna") == "ben");
        CHECK(manager("sam", "ben") == "");
    }
}

TEST_CASE("the first look at a page writes the records of all who have none at once") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        World world(fresh.database);
        std::vector<User> users;
        for (int i = 0; i < 40; ++i) {
            const std::string uid = fmt::format("user{}", i);
            storage::insert_user(*world.db, uid, uid, "");
            users.push_back({.uid = Uid(uid)});
        }
        // The same account may stand on a page twice.
        users.push_back(users.front());
        Turn turn(world, "admin");
        const std::uint64_t before = world.db->statements();
        CHECK(load_user_details(turn.tx, users).size() == users.size());
        if (fresh.db.dialect().one_writer) CHECK(world.db->statements() - before < 15);
        turn.tx.commit();
        std::vector<Uid> uids;
        for (const User& user : users)
            uids.push_back(user.uid);
        CHECK(storage::uids_with_account(*world.db, uids).size() == 40);
        Turn again(world, "admin");
        const std::uint64_t later = world.db->statements();
        load_user_details(again.tx, users);
        CHECK(world.db->statements() - later == 3);
    }
}
