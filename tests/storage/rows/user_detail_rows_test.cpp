// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/user_detail_rows.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "storage/databases.h"
#include "storage/people.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/profile_rows.h"
#include "support/names.h"

using namespace roster;
using namespace roster::storage;

namespace {

// A user with a bit of everything.
void add_everything(Connection& db, const std::string& uid) {
    add_account(db, uid, "Name of " + uid, uid + "@example.org");
    set_preference(db, uid, "core", "lang", "de");
    set_preference(db, uid, "dav", "generateBirthdayCalendar", "no");
    replace_account(db, uid, "{\"of\":\"" + uid + "\"}", {{"phone", "+49"}});
    for (const char* gid : {"b", "a"})
        insert_member(db, gid, uid);
    insert_subadmin(db, "b", uid);
    insert_subadmin(db, "gone", uid);
}

Texts numbered_uids(int count) {
    Texts uids;
    for (int i = 0; i < count; ++i)
        uids.push_back(fmt::format("user{}", i));
    return uids;
}

}  // namespace

TEST_CASE("what is shown of many users is each one's own, and found in a fixed number of looks") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        for (const char* gid : {"a", "b"})
            insert_group(db, {Gid(gid), gid});
        for (const char* uid : {"anna", "ben"})
            add_everything(db, uid);
        add_account(db, "cid", "", "");
        const std::uint64_t before = db.statements();
        const auto rows = find_detail_rows(db, uids({"ben", "cid", "nobody", "anna"}), false);
        CHECK(db.statements() - before == 2);
        REQUIRE(rows.size() == 2);
        for (const std::string uid : {"anna", "ben"}) {
            CAPTURE(uid);
            const UserDetailRows& found = rows.at(Uid(uid));
            CHECK(found.profile_json == "{\"of\":\"" + uid + "\"}");
            CHECK(found.gids == gids_of_user(db, uid));
            CHECK(found.gids.size() == 2);
            CHECK(found.subadmin_gids == Texts{"b"});
            Texts preferences;
            for (const Preference& row : found.preferences)
                preferences.push_back(row.app + "/" + row.key + "=" + row.value);
            std::ranges::sort(preferences);
            CHECK(preferences == Texts{"core/lang=de", "settings/email=" + uid + "@example.org"});
            CHECK_FALSE(found.has_home);
        }
    }
}

TEST_CASE("more users than one statement asks about are all found") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        const std::vector<Uid> people = uids(numbered_uids(600));
        std::vector<NewAccount> accounts;
        for (const Uid& uid : people)
            accounts.push_back(
                {.uid = uid, .json = "{}", .rows = {{"phone", uid.text()}, {"role", ""}}});
        insert_accounts(fresh.db, accounts);
        CHECK(uids_with_account(fresh.db, people).size() == people.size());
        CHECK(fresh.db.integer("SELECT COUNT(*) FROM oc_accounts_data") == 1'200);
        CHECK(uids_with_account_value(fresh.db, "phone", "user599") == Texts{"user599"});
        const std::uint64_t before = fresh.db.statements();
        CHECK(find_detail_rows(fresh.db, people, false).size() == people.size());
        CHECK(fresh.db.statements() - before == 6);
        CHECK(find_detail_rows(fresh.db, {}, true).empty());
    }
}

TEST_CASE("homes are found with what they hold, and a home without files with nothing") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        CHECK_FALSE(find_detail_facts(db).has_homes);
        db.change("INSERT INTO oc_storages (id, numeric_id) VALUES ('home::anna', 5)");
        db.change("INSERT INTO oc_storages (id, numeric_id) VALUES ('home::ben', 6)");
        db.change("INSERT INTO oc_storages (id, numeric_id) VALUES ('local::/data/', 7)");
        db.change(
            "INSERT INTO oc_filecache (storage, path, path_hash, parent, name, size)"
            " VALUES (5, 'files', '45b963397aa40d4a0063e0d85e4fe7a1', 1, 'files', 1234)");
        CHECK(find_detail_facts(db).has_homes);
        const auto rows = find_detail_rows(db, uids({"anna", "ben", "cid"}), true);
        CHECK(rows.at("anna"_uid).has_home);
        CHECK(rows.at("anna"_uid).used_bytes == 1234);
        CHECK(rows.at("ben"_uid).has_home);
        CHECK(rows.at("ben"_uid).used_bytes == 0);
        CHECK_FALSE(rows.contains("cid"_uid));
    }
}

TEST_CASE("a set of uids is still looked up in an index") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (fresh.db.engine() != Engine::mariadb) continue;
        Connection& db = fresh.db;
        db.run(
            "INSERT INTO oc_group_user SELECT concat('g', seq), concat('u', seq) FROM"
            " seq_1_to_500");
        db.run("ANALYZE TABLE oc_group_user");
        CHECK(db.all([](const Row& row) { return row.text(3); },
                     "EXPLAIN SELECT gid FROM oc_group_user"
                     " WHERE uid IN ({exact}?, {exact}?, {exact}?)",
                     "u7", "u8", "u8") == Texts{"range"});
    }
}
