// SPDX-License-Identifier: Apache-2.0
// How many statements each call takes on each engine, without those that only begin, end or undo a
// unit of work. The connection is fresh, so nothing is remembered; the password was verified
// before. A number that has become smaller is written down here, so that it stays so.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "storage/databases.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/user_rows.h"
#include "support/world.h"

using namespace roster;

namespace {

constexpr int kPeople = 220;

struct Counted {
    const char* what;
    const char* caller;
    const char* path;
    int sqlite, postgres, mariadb;
    const char* method = "GET";
    Form form{};

    int expected(storage::Engine engine) const {
        switch (engine) {
            case storage::Engine::postgres:
                return postgres;
            case storage::Engine::mariadb:
                return mariadb;
            case storage::Engine::sqlite:
                break;
        }
        return sqlite;
    }
};

const Form kNewName{{"key", "displayname"}, {"value", "Person Seven"}};
const Form kNewPhone{{"key", "phone"}, {"value", "+4989123456"}};
const Form kNewUser{{"userid", "nina"},      {"password", "Secret-nina"},
                    {"displayName", "Nina"}, {"email", "nina@example.org"},
                    {"groups[]", "team"},    {"groups[]", "others"}};

// In this order; a call may change what those after it find.
const Counted kCalls[] = {
    {"a user", "admin", "/cloud/users/user7", 8, 6, 6},
    {"one's own object", "admin", "/cloud/user", 6, 6, 6},
    {"uids", "admin", "/cloud/users?limit=25", 5, 3, 3},
    {"uids, searched", "admin", "/cloud/users?search=person&limit=25", 6, 3, 3},
    {"details of 25", "admin", "/cloud/users/details?limit=25", 10, 7, 7},
    {"details of 200", "admin", "/cloud/users/details?limit=200", 10, 7, 7},
    {"details, searched", "admin", "/cloud/users/details?search=person&limit=25", 11, 7, 7},
    {"disabled", "admin", "/cloud/users/disabled?limit=25", 9, 7, 7},
    {"recent", "admin", "/cloud/users/recent?limit=25", 9, 7, 7},
    {"groups", "admin", "/cloud/groups", 3, 3, 3},
    {"groups in detail", "admin", "/cloud/groups/details", 7, 4, 4},
    {"members", "admin", "/cloud/groups/team", 4, 4, 4},
    {"members in detail", "admin", "/cloud/groups/team/users/details?limit=25", 10, 8, 8},
    {"groups of a user", "admin", "/cloud/users/user7/groups", 4, 4, 4},
    {"groups of a user in detail", "admin", "/cloud/users/user7/groups/details", 8, 7, 7},
    {"sharees", "user7", "/apps/files_sharing/api/v1/sharees?search=person&itemType=file", 26, 21,
     23},
    {"suggestions", "user7", "/core/autocomplete/get?search=person&itemType=file", 13, 10, 10},
    {"a user, for a sub-admin", "sam", "/cloud/users/user7", 8, 8, 8},
    {"details of 25, for a sub-admin", "sam", "/cloud/users/details?limit=25", 10, 10, 10},
    {"details of 200, for a sub-admin", "sam", "/cloud/users/details?limit=200", 10, 10, 10},
    {"another display name", "admin", "/cloud/users/user7", 7, 8, 8, "PUT", kNewName},
    {"another phone number", "admin", "/cloud/users/user7", 9, 10, 10, "PUT", kNewPhone},
    {"a new user", "admin", "/cloud/users", 16, 18, 18, "POST", kNewUser},
};

// People with a profile, all of them in the group team, some of them disabled.
void fill(World& world) {
    world.set("roster.unlimited_admins", true);
    world.group("team").group("others").subadmin("sam", "team");
    for (int i = 0; i < kPeople; ++i) {
        const std::string uid = fmt::format("user{}", i);
        storage::insert_user(*world.db, uid, uid, "");
        storage::set_display_name(*world.db, uid, fmt::format("Person {}", i));
        storage::insert_member(*world.db, "team", uid);
    }
    for (const char* uid : {"user3", "user4"})
        world.as("admin").put(fmt::format("/cloud/users/{}/disable", uid));
    for (const char* uid : {"user5", "user6", "user7"})
        world.as("admin").put(fmt::format("/cloud/users/{}", uid),
                              {{"key", "password"}, {"value", fmt::format("Secret-{}", uid)}});
    for (const char* uid : {"admin", "sam", "user5", "user6", "user7"})
        CHECK(world.as(uid).get("/cloud/user").status() == 200);
    CHECK(world.as("admin").get("/cloud/users/details").status() == 200);
}

std::int64_t count(World& world, const Counted& call) {
    const bool reads = std::string_view(call.method) == "GET";
    world.db = world.house_installation.database.connect(!reads);
    const Answer answer = world.as(call.caller).call(call.method, call.path, call.form);
    CHECK(answer.status() == 200);
    return static_cast<std::int64_t>(world.db->statements());
}

// What SQLite may go through from one end: what is small, what a LIMIT ends, and indexes of texts.
constexpr std::string_view kSmallScans[] = {"SCAN CONSTANT ROW",
                                            "SCAN (subquery",
                                            "SCAN sqlite_master",
                                            "SCAN oc_groups",
                                            "SCAN g ",
                                            "SCAN t VIRTUAL TABLE",
                                            "SCAN homes",
                                            "SCAN oc_storages",
                                            "SCAN c",
                                            "SEARCH oc_appconfig",
                                            "SCAN roster_people_changes",
                                            "SCAN roster_audit"};

// The statements that a call has run and for which SQLite would read a whole table, or what one app
// keeps about everybody.
std::vector<std::string> scans_of(const World& world) {
    std::vector<std::string> scans;
    const auto driver = world.house_installation.database.connect_driver(false);
    for (const std::string& text : world.db->statement_texts()) {
        if (!text.starts_with("SELECT")) continue;
        const auto plan = driver->prepare("EXPLAIN QUERY PLAN " + text);
        while (plan->step()) {
            const std::string_view step = plan->text(3);
            const auto is_this = [step](std::string_view small) { return step.starts_with(small); };
            const bool reads_all = step.starts_with("SCAN ") || step.ends_with("(appid=?)");
            if (reads_all && std::ranges::none_of(kSmallScans, is_this))
                scans.push_back(std::string(step) + ": " + text);
        }
    }
    return scans;
}

}  // namespace

TEST_CASE("SQLite reads no whole table of users, preferences, profiles or members for a call") {
    std::vector<storage::FreshDatabase> fresh = storage::fresh_databases();
    const auto sqlite = std::ranges::find(fresh, storage::Engine::sqlite,
                                          [](const auto& one) { return one.db.engine(); });
    REQUIRE(sqlite != fresh.end());
    World world(sqlite->database);
    fill(world);
    for (const Counted& call : kCalls) {
        CAPTURE(std::string(call.what));
        count(world, call);
        for (const std::string& scan : scans_of(world))
            FAIL_CHECK(scan);
    }
}

TEST_CASE("each call takes as many statements as the table says, on every engine") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        World world(fresh.database);
        fill(world);
        for (const Counted& call : kCalls) {
            CAPTURE(std::string(call.what));
            CHECK(count(world, call) == call.expected(fresh.db.engine()));
        }
    }
}
