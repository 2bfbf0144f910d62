// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/user_state_rows.h"

#include <doctest/doctest.h>

#include "storage/databases.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/profile_rows.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

using namespace roster;
using namespace roster::storage;

namespace {

UserRows rows_of(Connection& db, const std::string& uid) {
    return find_user_rows(db, std::vector{Uid(uid)}).front();
}

}  // namespace

TEST_CASE("all that the tables say of some uids is found together") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        insert_user(db, "Ann", "ann", "hash");
        insert_user(db, "ben", "ben", "");
        set_display_name(db, "Ann", "Ann A");
        set_preference(db, "Ann", "settings", "email", "a@x.org", kIndexedPreference);
        set_preference(db, "Ann", "dashboard", "layout", "x");
        set_preference(db, "ghost", "core", "enabled", "false");
        replace_account(db, "Ann", "{}", {});
        insert_member(db, "admin", "Ann");
        insert_member(db, "gone", "Ann");
        insert_subadmin(db, "team", "ben");
        for (const char* other : {"ben", "cid"})
            db.change("INSERT INTO oc_known_users (known_to, known_user) VALUES (?, 'Ann')", other);

        const std::vector<UserRows> found =
            find_user_rows(db, uids({"ben", "Ann", "ghost", "nobody"}));
        REQUIRE(found.size() == 4);
        CHECK(found[0].user->uid == "ben");
        CHECK(found[0].subadmin_gids == std::vector<std::string>{"team"});
        CHECK(found[1].user->stored_display_name == "Ann A");
        CHECK(found[1].user->password_hash == "hash");
        REQUIRE(found[1].preferences.size() == 1);
        CHECK(found[1].preferences[0].value == "a@x.org");
        CHECK(found[1].preferences[0].type == 1);
        CHECK(found[1].preferences[0].flags == 2);
        CHECK(found[1].profile_json == "{}");
        CHECK(found[1].gids.size() == 2);
        CHECK(found[1].is_known);
        CHECK_FALSE(found[0].is_known);
        CHECK_FALSE(found[1].has_lookalikes);
        CHECK_FALSE(found[2].user);
        CHECK(found[2].preferences.size() == 1);
        CHECK_FALSE(found[3].user);
        CHECK_FALSE(found[3].is_taken);
    }
}

TEST_CASE("a uid in another letter case is that user, and other rows are not theirs") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        insert_user(fresh.db, "ann", "ann", "");
        insert_member(fresh.db, "admin", "ann");
        const UserRows rows = rows_of(fresh.db, "ANN");
        CHECK(rows.user->uid == "ann");
        CHECK(rows.gids.empty());
    }
}

TEST_CASE("rows that an engine takes for those of a uid are told of, not shown") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        set_preference(db, "ann ", "core", "lang", "de");
        insert_user(db, "ann ", "ann ", "");
        const UserRows rows = rows_of(db, "ann");
        CHECK_FALSE(rows.user);
        CHECK(rows.preferences.empty());
        CHECK(rows.has_lookalikes == db.keys_may_clash());
        CHECK(rows.is_taken == db.keys_may_clash());
    }
}

TEST_CASE("what is not asked for is not looked at") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        REQUIRE(insert_user(db, "ann", "ann", "hash"));
        REQUIRE(insert_member(db, "team", "ann"));
        set_preference(db, "ann", "core", "lang", "de");
        db.change("INSERT INTO oc_known_users (known_to, known_user) VALUES ('ben', 'ann')");
        const std::vector<Uid> uids{"ann"_uid};
        const UserRows little =
            find_user_rows(db, uids, {.preferences = false, .memberships = false, .fame = false})
                .front();
        CHECK(little.user->uid == "ann");
        CHECK(little.preferences.empty());
        CHECK(little.gids.empty());
        CHECK_FALSE(little.is_known);
        CHECK_FALSE(little.known.cover({}));
        const UserRows groups =
            find_user_rows(db, uids, {.preferences = false, .fame = false}).front();
        CHECK(groups.gids == std::vector{"team"_gid});
        CHECK(groups.preferences.empty());
    }
}

TEST_CASE("of two users in different letter case each is found by their own uid") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        for (const char* uid : {"ann", "Ann", "ANN"})
            fresh.db.change("INSERT INTO oc_users (uid, password, uid_lower) VALUES (?, '', 'ann')",
                            uid);
        for (const char* uid : {"ann", "Ann", "ANN"})
            CHECK(rows_of(fresh.db, uid).user->uid == uid);
    }
}
