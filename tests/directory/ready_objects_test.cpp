// SPDX-License-Identifier: Apache-2.0
#include "directory/ready_objects.h"

#include <doctest/doctest.h>

#include <random>

#include "ocs/api/user_object.h"
#include "storage/read_model/object_rows.h"
#include "storage/read_model/people_index.h"
#include "storage/rows/config_rows.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

// A world whose objects are made ready on demand, and a reader who uses them.
struct Ready {
    World world;
    storage::Connection& db;
    std::unique_ptr<storage::Connection> reader;

    Ready() : db(*world.db), reader(world.house_installation.database.connect(false)) {
        world.user("anna").user("otto").group("team").group("staff");
        world.as("admin").get("/cloud/user");
        for (const char* uid : {"anna", "otto"})
            world.as("admin").get("/cloud/users/" + std::string(uid));
    }
    // An engine without them has nothing to test.
    bool possible() { return storage::has_objects(db); }
    void make_ready() {
        storage::fold_people_changes(db, 100);
        for (bool more = true; more;) {
            CallMemo work;
            Transaction tx(world.house_installation, db, work);
            more = make_objects_ready(tx, 2, ocs::json_object);
            tx.commit();
        }
    }
    std::optional<std::string> find(const std::string& text) {
        CallMemo work;
        Transaction tx(world.house_installation, *reader, work);
        tx.actor.uid = "admin"_uid;
        const Uid uid(text);
        auto found = find_ready_objects(tx, {&uid, 1});
        tx.commit();
        return found.contains(uid) ? std::optional(found.at(uid)) : std::nullopt;
    }
    std::string get(const std::string& path) {
        return answer_at_once(world.house, *reader,
                              {.method = "GET",
                               .target = "/ocs/v2.php" + path,
                               .headers = {{"Host", "localhost"},
                                           {"OCS-APIRequest", "true"},
                                           {"Accept", "application/json"},
                                           {"Authorization", basic("admin", "Secret-admin")}},
                               .remote_address = "127.0.0.1"})
            .body;
    }
    // Each object says that it comes from there.
    void mark() { db.run("UPDATE roster_objects SET object = '\"ready ' || uid || '\"'"); }
};

constexpr const char* kReadyAnna = "\"ready anna\"";

}  // namespace

TEST_CASE("an object that is ready is what is written without it") {
    Ready ready;
    if (!ready.possible()) return;
    const std::string object = ready.get("/cloud/users/anna"),
                      page = ready.get("/cloud/users/details");
    CHECK_FALSE(ready.find("anna"));
    ready.make_ready();
    REQUIRE(ready.find("anna"));
    CHECK(ready.get("/cloud/users/anna") == object);
    CHECK(ready.get("/cloud/users/details") == page);
    ready.mark();
    CHECK(ready.get("/cloud/users/anna").ends_with("\"data\":\"ready anna\"}}"));
    CHECK(ready.get("/cloud/users/details").find("\"otto\":\"ready otto\"") != std::string::npos);
    // Only by that name, and not for oneself.
    CHECK(ready.get("/cloud/users/ANNA") == object);
    CHECK(ready.get("/cloud/users/admin").find("emailScope") != std::string::npos);
}

TEST_CASE("whoever changes a row, its object counts no longer until it is made anew") {
    Ready ready;
    if (!ready.possible()) return;
    ready.world.as("admin").post("/cloud/users/anna/groups", {{"groupid", "staff"}});
    ready.world.as("admin").post("/cloud/users/anna/subadmins", {{"groupid", "staff"}});
    for (const char* change :
         {"UPDATE oc_users SET displayname = 'Ann' WHERE uid = 'anna'",
          "UPDATE oc_accounts SET data = replace(data, 'Ann', 'Anne') WHERE uid = 'anna'",
          "INSERT INTO oc_preferences (userid, appid, configkey, configvalue)"
          " VALUES ('anna', 'core', 'enabled', 'false')",
          "UPDATE oc_preferences SET configvalue = 'true' WHERE configkey = 'enabled'",
          "DELETE FROM oc_preferences WHERE configkey = 'enabled'",
          "INSERT INTO oc_preferences (userid, appid, configkey, configvalue)"
          " VALUES ('anna', 'login', 'lastLogin', '99')",
          "INSERT INTO oc_preferences (userid, appid, configkey, configvalue)"
          " VALUES ('anna', 'files', 'quota', '5 GB')",
          "UPDATE oc_preferences SET userid = 'carl' WHERE appid = 'files' AND userid = 'anna'",
          "REPLACE INTO oc_preferences (userid, appid, configkey, configvalue)"
          " VALUES ('anna', 'settings', 'manager', '[\"otto\"]')",
          "UPDATE oc_preferences SET appid = 'other' WHERE appid = 'login' AND userid = 'anna'",
          "INSERT INTO oc_group_user (gid, uid) VALUES ('team', 'anna')",
          "UPDATE oc_group_user SET uid = 'carl' WHERE gid = 'team' AND uid = 'anna'",
          "DELETE FROM oc_group_admin WHERE uid = 'anna'",
          "DELETE FROM oc_groups WHERE gid = 'staff'",
          "INSERT INTO oc_groups (gid, displayname) VALUES ('staff', 'staff')",
          "DELETE FROM oc_group_user WHERE uid = 'anna'",
          "DELETE FROM oc_accounts WHERE uid = 'anna'"}) {
        CAPTURE(change);
        ready.make_ready();
        ready.mark();
        REQUIRE(ready.find("anna") == kReadyAnna);
        ready.db.run(change);
        CHECK_FALSE(ready.find("anna"));
        CHECK(ready.find("otto") == "\"ready otto\"");
        // As it is without the index, and when it is made anew.
        const std::string now = ready.get("/cloud/users/anna");
        CHECK(now.find("ready") == std::string::npos);
        ready.make_ready();
        CHECK(ready.get("/cloud/users/anna") == now);
    }
    ready.world.as("admin").get("/cloud/users/anna");
    ready.make_ready();
    REQUIRE(ready.find("anna"));
    ready.db.run("UPDATE oc_users SET uid = 'bea', uid_lower = 'bea' WHERE uid = 'anna'");
    CHECK_FALSE(ready.find("anna"));
}

TEST_CASE("what the object does not show leaves it alone") {
    Ready ready;
    if (!ready.possible()) return;
    ready.make_ready();
    ready.mark();
    for (const char* change : {"UPDATE oc_users SET password = 'x' WHERE uid = 'anna'",
                               "INSERT INTO oc_preferences (userid, appid, configkey, configvalue)"
                               " VALUES ('anna', 'theming', 'background_color', '#000000')",
                               "INSERT INTO oc_group_user (gid, uid) VALUES ('team', 'otto')"})
        ready.db.run(change);
    CHECK(ready.find("anna") == kReadyAnna);
}

TEST_CASE("objects made under other settings do not count") {
    Ready ready;
    if (!ready.possible()) return;
    const auto set_app_value = [&ready](const char* app, const char* key, const char* value) {
        storage::set_app_value(ready.db, app, key, {.value = value});
    };
    const std::vector<std::function<void()>> changes{
        [&] { ready.world.set("default_language", "de"); },
        [&] { ready.world.set("force_language", "fr"); },
        [&] { ready.world.set("datadirectory", "/srv/data"); },
        [&] { set_app_value("files", "default_quota", "3 GB"); },
        [&] {
            set_app_value("files", "default_quota", "none");
            set_app_value("files", "allow_unlimited_quota", "0");
        },
        [&] { set_app_value("files", "quota_preset", "default, 7 GB"); },
        [&] { set_app_value("settings", "profile_enabled_by_default", "0"); }};
    for (const auto& change : changes) {
        ready.make_ready();
        ready.mark();
        REQUIRE(ready.find("anna") == kReadyAnna);
        change();
        CHECK_FALSE(ready.find("anna"));
        const std::string now = ready.get("/cloud/users/anna");
        ready.make_ready();
        CHECK(ready.find("anna"));
        CHECK(ready.get("/cloud/users/anna") == now);
    }
    // Files grow without anybody's row here changing.
    ready.db.run("INSERT INTO oc_storages (id, numeric_id) VALUES ('home::otto', 1)");
    CHECK_FALSE(ready.find("anna"));
    ready.make_ready();
    CHECK_FALSE(ready.find("anna"));
}

TEST_CASE("beside an index of accounts without them they are made when a server begins") {
    Ready ready;
    if (!ready.possible()) return;
    for (const std::string& statement : storage::drop_object_statements())
        ready.db.run(statement);
    ready.make_ready();
    CHECK_FALSE(ready.find("anna"));
    storage::complete_objects(ready.db);
    ready.make_ready();
    CHECK(ready.find("anna"));
    // An older version found them by an index.
    ready.db.run("ALTER TABLE roster_objects RENAME COLUMN number TO id");
    ready.make_ready();
    CHECK_FALSE(ready.find("anna"));
    storage::complete_objects(ready.db);
    ready.make_ready();
    CHECK(ready.find("anna"));
    ready.world.house_installation.database.remove_people_index();
    storage::complete_objects(ready.db);
    CHECK_FALSE(ready.possible());
}

TEST_CASE("an account is not given a profile by making it ready, and a gone one leaves nothing") {
    Ready ready;
    if (!ready.possible()) return;
    ready.world.user("carl");
    ready.db.run("DELETE FROM oc_accounts WHERE uid = 'carl'");
    ready.make_ready();
    CHECK_FALSE(ready.find("carl"));
    CHECK_FALSE(ready.db.exists("SELECT 1 FROM oc_accounts WHERE uid = 'carl'"));
    CHECK(ready.world.as("admin").get("/cloud/users/carl").status() == 200);
    ready.make_ready();
    CHECK(ready.find("carl"));
    CHECK(ready.world.as("admin").remove("/cloud/users/carl").status() == 200);
    CHECK_FALSE(ready.find("carl"));
    ready.make_ready();
    CHECK_FALSE(ready.db.exists("SELECT 1 FROM roster_objects WHERE uid = 'carl'"));
    CHECK_FALSE(ready.db.exists("SELECT 1 FROM roster_object_changes"));
}

TEST_CASE("where two accounts share a number, the object of one is not shown as the other's") {
    Ready ready;
    if (!ready.possible()) return;
    ready.make_ready();
    ready.db.run("UPDATE roster_objects SET uid = 'first' WHERE uid = 'anna'");
    CHECK_FALSE(ready.find("anna"));
    CHECK(ready.world.as("admin")
              .put("/cloud/users/anna", {{"key", "quota"}, {"value", "1 GB"}})
              .status() == 200);
    ready.make_ready();
    CHECK_FALSE(ready.find("anna"));
    CHECK(ready.db.exists("SELECT 1 FROM roster_objects WHERE uid = 'first'"));
    CHECK_FALSE(ready.db.exists("SELECT 1 FROM roster_object_changes"));
    CHECK(ready.get("/cloud/users/anna").find("\"id\":\"anna\"") != std::string::npos);
}

TEST_CASE("whatever is called in whatever order, answers are those without the index") {
    Ready ready;
    if (!ready.possible()) return;
    std::mt19937 random(11);
    const std::vector<std::string> uids{"anna", "otto", "carl", "dora"};
    for (int i = 0; i < 150; ++i) {
        const std::string& uid = uids[random() % uids.size()];
        const std::string path = "/cloud/users/" + uid, text = "t" + std::to_string(i);
        auto admin = ready.world.as("admin");
        switch (random() % 8) {
            case 0:
                admin.post("/cloud/users", {{"userid", uid}, {"password", "Secret-x"}});
                break;
            case 1:
                admin.remove(path);
                break;
            case 2:
                admin.put(path, {{"key", "displayname"}, {"value", text}});
                break;
            case 3:
                admin.put(path, {{"key", "email"}, {"value", text + "@example.org"}});
                break;
            case 4:
                admin.put(path, {{"key", "quota"}, {"value", std::to_string(i) + " GB"}});
                break;
            case 5:
                admin.put(path + (i % 2 ? "/disable" : "/enable"));
                break;
            case 6:
                admin.post(path + "/groups", {{"groupid", i % 2 ? "team" : "staff"}});
                break;
            default:
                ready.make_ready();
        }
        const std::string with = ready.get(path), page = ready.get("/cloud/users/details");
        const auto plain =
            ready.world.send({.method = "GET",
                              .target = "/ocs/v2.php" + path,
                              .headers = {{"Host", "localhost"},
                                          {"OCS-APIRequest", "true"},
                                          {"Accept", "application/json"},
                                          {"Authorization", basic("admin", "Secret-admin")}},
                              .remote_address = "127.0.0.1"});
        CHECK(with == plain.body);
        CHECK(page == ready.world.as("admin").get("/cloud/users/details").response.body);
    }
}
