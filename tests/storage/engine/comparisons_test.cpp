// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/comparisons.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "base/text.h"
#include "storage/databases.h"
#include "storage/logins/login_flow_rows.h"
#include "storage/logins/login_rows.h"
#include "storage/logins/session_rows.h"
#include "storage/logins/throttle_rows.h"
#include "storage/logins/token_rows.h"
#include "storage/logins/two_factor_rows.h"
#include "storage/records/user_locks.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/delegation_rows.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/known_user_rows.h"
#include "storage/rows/profile_rows.h"
#include "storage/rows/user_detail_rows.h"
#include "storage/rows/user_queries.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

using namespace roster;
using namespace roster::storage;

namespace {

using Texts = std::vector<std::string>;

Texts members_with(Connection& db, const std::string& gid, const char* text) {
    return texts(find_uids(db, {.filter = {UserTerm::in_group(Gid(gid)), UserTerm::has_text(text)},
                                .sort = UserSort::uid,
                                .with_gone = true}));
}

// Texts that some collation takes for the same as `text`.
Texts twins_of(const std::string& text) {
    return {text + " ",
            text + "  ",
            "\xC2\xA0" + text,
            text + "\t",
            text + "\xC2\xAD",
            static_cast<char>(text[0] - 'a' + 'A') + text.substr(1),
            text + "\xF0\x9F\x98\x80"};
}

}  // namespace

TEST_CASE("a statement compares texts exactly, and leaves numbers and assignments as they are") {
    const auto exact = [](std::string_view sql) { return with_exact_comparisons(sql, "X "); };
    CHECK(exact("SELECT 1 FROM oc_groups WHERE gid = ?") ==
          "SELECT 1 FROM oc_groups WHERE gid = X ?");
    CHECK(exact("SELECT 1 FROM t WHERE p.appid = 'a = b' AND type = ? AND version = 2") ==
          "SELECT 1 FROM t WHERE p.appid = X 'a = b' AND type = ? AND version = 2");
    CHECK(exact("JOIN oc_groups g ON g.gid = gu.gid WHERE gu.uid = ?") ==
          "JOIN oc_groups g ON (g.gid = gu.gid AND X g.gid = gu.gid) WHERE gu.uid = X ?");
    CHECK(exact("JOIN t ON f.storage = s.numeric_id") == "JOIN t ON f.storage = s.numeric_id");
    CHECK(exact("UPDATE t SET uid = ?, name = 'x' WHERE uid = ?") ==
          "UPDATE t SET uid = ?, name = 'x' WHERE uid = X ?");
    CHECK(exact("WHERE gid {key=} ? AND (? = '' OR actor = ?)") ==
          "WHERE gid {key=} ? AND (? = X '' OR actor = X ?)");
}

TEST_CASE("groups, memberships and roles are found by exactly their bytes") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        REQUIRE(insert_user(db, "anna", "anna", "hash"));
        REQUIRE(insert_group(db, {"team"_gid, "Team"}));
        REQUIRE(insert_member(db, "team", "anna"));
        REQUIRE(insert_subadmin(db, "team", "anna"));
        REQUIRE(insert_delegation(db, "Users", "team"));
        for (const std::string& gid : twins_of("team")) {
            CAPTURE(gid);
            CHECK_FALSE(find_group(db, gid));
            CHECK(find_group_details(db, gids({gid})).empty());
            CHECK_FALSE(is_member(db, gid, "anna"));
            CHECK_FALSE(is_subadmin(db, gid, "anna"));
            CHECK_FALSE(find_role_rows(db, "anna", gid).in_group);
            CHECK(members_with(db, gid, "").empty());
            CHECK(members_with(db, gid, "a").empty());
            CHECK(subadmins_of_group(db, gid).empty());
            rename_group(db, gid, "other");
            CHECK_FALSE(delete_member(db, gid, "anna"));
            CHECK_FALSE(delete_subadmin(db, gid, "anna"));
            CHECK_FALSE(delete_delegation(db, "Users", gid));
            delete_group(db, gid);
        }
        for (const std::string& uid : twins_of("anna")) {
            CAPTURE(uid);
            CHECK_FALSE(find_user(db, uid));
            CHECK(find_login_rows(db, uid).has_value() == (to_lower(uid) == "anna"));
            CHECK(find_users(db, Texts{uid, uid}).empty());
            CHECK(find_detail_rows(db, uids({uid, uid}), true).empty());
            CHECK(uids_administered_by(db, "anna", uids({uid, uid})).empty());
            CHECK_FALSE(is_member(db, "team", uid));
            CHECK_FALSE(find_role_rows(db, uid, "team").in_group);
            CHECK(gids_of_user(db, uid).empty());
            CHECK(gids_of_subadmin(db, uid).empty());
            CHECK_FALSE(delete_user(db, uid));
            delete_rows_of_user(db, uid);
            set_password_hash(db, uid, "other");
        }
        CHECK(find_user(db, "anna")->password_hash == "hash");
        CHECK(find_group_details(db, gids({"team"})).at(0).members == 1);
        CHECK(find_group(db, "team")->display_name == "Team");
        const RoleRows roles = find_role_rows(db, "anna", "team");
        CHECK(roles.in_group);
        CHECK(roles.subadmin);
        CHECK(roles.delegated_classes == Texts{"Users"});
    }
}

TEST_CASE("a row whose group only looks like another's makes nobody a member of that one") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        REQUIRE(insert_user(db, "evil", "evil", ""));
        REQUIRE(insert_user(db, "root", "root", ""));
        REQUIRE(insert_member(db, "admin", "root"));
        REQUIRE(insert_group(db, {"team"_gid, "Team"}));
        REQUIRE(insert_delegation(db, "Users", "team"));
        for (const char* gid : {"admin ", "team "}) {
            REQUIRE(db.change("INSERT INTO oc_group_user (gid, uid) VALUES (?, 'evil')", gid));
            REQUIRE(db.change("INSERT INTO oc_group_admin (gid, uid) VALUES (?, 'evil')", gid));
        }
        const RoleRows roles = find_role_rows(db, "evil", "admin");
        CHECK_FALSE(roles.in_group);
        CHECK_FALSE(roles.subadmin);
        CHECK(roles.delegated_classes.empty());
        CHECK(gids_of_user(db, "evil").empty());
        CHECK(gids_of_subadmin(db, "evil").empty());
        CHECK_FALSE(shares_administered_group(db, "evil", "root"));
        CHECK(members_with(db, "admin", "") == Texts{"root"});
        CHECK(find_group_details(db, gids({"admin"})).at(0).members == 1);
        CHECK(subadmins_of_group(db, "team").empty());
        set_preference(db, "evil", "core", "enabled", "false");
        for (const GroupDetails& details : list_group_details(db, {})) {
            CAPTURE(details.group.gid);
            CHECK(details.disabled == 0);
            CHECK(details.members == (details.group.gid == "admin" ? 1 : 0));
        }

        // Who is made a member all the same is one, once.
        CHECK(insert_member(db, "team", "evil"));
        CHECK_FALSE(insert_member(db, "team", "evil"));
        CHECK(insert_subadmin(db, "team", "evil"));
        CHECK_FALSE(insert_subadmin(db, "team", "evil"));
        CHECK(gids_of_user(db, "evil") == Texts{"team"});
        CHECK(gids_of_subadmin(db, "evil") == Texts{"team"});
    }
}

TEST_CASE("app values and preferences are found and changed by exactly their keys") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        set_app_value(db, "files", "enabled", {.value = "yes"});
        set_preference(db, "anna", "settings", "email", "a@b.example",
                       {.type = 1, .indexed = true});
        for (const std::string& key : twins_of("enabled")) {
            CAPTURE(key);
            CHECK_FALSE(find_app_value(db, "files", key));
            CHECK_FALSE(delete_app_value(db, "files", key));
        }
        for (const std::string& app : twins_of("files")) {
            CHECK_FALSE(find_app_value(db, app, "enabled"));
            CHECK(app_value_keys(db, app).empty());
        }
        for (const std::string& uid : twins_of("anna")) {
            CHECK_FALSE(preference(db, uid, "settings", "email"));
            CHECK(all_preferences(db, uid).empty());
            CHECK(account_preferences(db, uid).empty());
            CHECK_FALSE(delete_preference(db, uid, "settings", "email"));
            delete_preferences(db, uid);
        }
        for (const std::string& key : twins_of("email"))
            CHECK_FALSE(preference(db, "anna", "settings", key));
        REQUIRE(insert_user(db, "anna", "anna", ""));
        for (const std::string& email : twins_of("a@b.example"))
            CHECK_FALSE(find_user_by_email(db, email));
        CHECK(find_user_by_email(db, "a@b.example"));
        CHECK(app_value(db, "files", "enabled") == "yes");
        CHECK(preference(db, "anna", "settings", "email") == "a@b.example");
    }
}

TEST_CASE("a key that another one stands in the way of is said to be taken, or takes its place") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        const bool clash = db.keys_may_clash();
        db.change("DELETE FROM oc_appconfig WHERE appid = 'files'");
        CHECK_FALSE(is_app_key_taken(db, "files", "enabled "));
        set_app_value(db, "files", "enabled", {.value = "yes"});
        CHECK(is_app_key_taken(db, "files", "enabled ") == clash);
        CHECK_FALSE(is_app_key_taken(db, "files", "enabled"));
        CHECK_FALSE(is_app_key_taken(db, "files", "other"));
        db.change("DELETE FROM oc_appconfig WHERE appid = 'files'");
        db.change("INSERT INTO oc_appconfig (appid, configkey, configvalue) VALUES (?, ?, 'no')",
                  "files", "enabled ");
        set_app_value(db, "files", "enabled", {.value = "yes"});
        CHECK(app_value(db, "files", "enabled") == "yes");
        db.change(
            "INSERT INTO oc_preferences (userid, appid, configkey, configvalue)"
            " VALUES ('anna', 'core', 'enabled ', 'false')");
        set_preference(db, "anna", "core", "enabled", "true");
        CHECK(preference(db, "anna", "core", "enabled") == "true");
        CHECK(insert_group(db, {"team "_gid, "x"}));
        CHECK(insert_group(db, {"team"_gid, "x"}) != clash);
    }
}

TEST_CASE("secrets and what belongs to accounts are found by exactly their bytes") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        insert_token(db, {.uid = "anna"_uid, .hash = "hash", .password_hash = "x"});
        insert_flow(db, {.poll_token = "poll", .login_token = "login"});
        set_session(db, "session", "anna", {.data = "{}", .expires = 5});
        set_two_factor_state(db, "anna", "totp", true);
        insert_attempt(db, {.action = "login", .address = "1.2.3.4", .subnet = "1.2.3.4/32"});
        insert_known_user(db, "anna", "ben");
        replace_account(db, "anna", "{}", {{"phone", "+49"}});
        for (const std::string& text : twins_of("hash"))
            CHECK_FALSE(find_token(db, text));
        for (const std::string& text : twins_of("poll"))
            CHECK_FALSE(find_flow_by_poll_token(db, text));
        for (const std::string& text : twins_of("login")) {
            CHECK_FALSE(find_flow_by_login_token(db, text));
            CHECK(count_attempts(db, "1.2.3.4/32", text, -1).count == 0);
        }
        for (const std::string& text : twins_of("session")) {
            CHECK_FALSE(find_session(db, text));
            delete_session(db, text);
        }
        for (const std::string& uid : twins_of("anna")) {
            CAPTURE(uid);
            CHECK(tokens_of(db, uid).empty());
            CHECK_FALSE(first_password_hash(db, uid));
            CHECK(two_factor_states(db, uid).empty());
            CHECK_FALSE(knows_user(db, uid, "ben"));
            CHECK_FALSE(find_account_json(db, uid));
            delete_users_known_to(db, uid);
            delete_account(db, uid);
            delete_rows_of_user(db, uid);
        }
        CHECK(uids_with_account_value(db, "phone", "+49 ").empty());
        CHECK(uids_with_account_value(db, "phone", "+49") == Texts{"anna"});
        CHECK(find_session(db, "session"));
        CHECK(find_token(db, "hash"));
        CHECK(knows_user(db, "anna", "ben"));
        CHECK(count_attempts(db, "1.2.3.4/32", "login", -1).count == 1);
    }
}

TEST_CASE("a text that is no UTF-8, or has a NUL, is found nowhere and is no accident") {
    using namespace std::string_literals;
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        db.open_call();
        for (const std::string& text : {"\xff"s, "a\0b"s, "\xed\xa0\x80"s, "M\xfcller"s}) {
            CHECK_FALSE(find_group(db, text));
            CHECK(find_group_details(db, gids({text})).empty());
            CHECK_FALSE(find_user(db, text));
            CHECK_FALSE(find_user_by_email(db, text));
            CHECK_FALSE(find_token(db, text));
            CHECK_FALSE(find_flow_by_poll_token(db, text));
            CHECK_FALSE(find_session(db, text));
            CHECK_FALSE(find_app_value(db, text, text));
            CHECK_FALSE(preference(db, text, "core", text));
            CHECK(count_attempts(db, "1.2.3.4/32", text, -1).count == 0);
            CHECK_FALSE(find_role_rows(db, text, text).in_group);
            CHECK_FALSE(delete_member(db, text, text));
            delete_session(db, text);
        }
        // Nothing has failed before.
        CHECK(find_group(db, "admin"));
        db.close_call(true);
    }
}

TEST_CASE("an exact comparison is still looked up in its index") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (fresh.db.engine() != Engine::mariadb) continue;
        Connection& db = fresh.db;
        db.run("INSERT INTO oc_groups SELECT concat('g', seq), seq FROM seq_1_to_500");
        db.run(
            "INSERT INTO oc_group_user SELECT concat('g', seq), concat('u', seq) FROM"
            " seq_1_to_500");
        db.run("ANALYZE TABLE oc_groups, oc_group_user");
        // How a table is looked up stands in the fourth column.
        const auto ways = [&db](Sql sql) {
            return db.all([](const Row& row) { return row.text(3); }, sql, "g7");
        };
        CHECK(ways("EXPLAIN SELECT gid, displayname FROM oc_groups WHERE gid = ?") ==
              Texts{"const"});
        CHECK(ways("EXPLAIN SELECT gu.uid FROM oc_group_user gu WHERE gid = ?") == Texts{"ref"});
        CHECK(ways("EXPLAIN SELECT gu.gid FROM oc_group_user gu JOIN oc_groups g"
                   " ON g.gid = gu.gid WHERE gu.uid = ?") == Texts{"ref", "eq_ref"});
    }
}

TEST_CASE("the tables of an old Nextcloud in utf8mb3 are compared exactly too, by their indexes") {
    static constexpr const char* kTables[] = {"users",       "groups",      "group_user",
                                              "group_admin", "preferences", "authorized_groups"};
    for (FreshDatabase& fresh : fresh_databases()) {
        if (fresh.db.engine() != Engine::mariadb) continue;
        Connection& db = fresh.db;
        const auto convert = [&db](const char* character_set) {
            for (const char* table : kTables)
                db.run(
                    fmt::format("ALTER TABLE oc_{0} CONVERT TO CHARACTER SET {1} COLLATE {1}_bin",
                                table, character_set));
        };
        convert("utf8mb3");
        REQUIRE(insert_user(db, "anna", "anna", "hash"));
        REQUIRE(insert_group(db, {"team"_gid, "Team"}));
        REQUIRE(insert_member(db, "team", "anna"));
        REQUIRE(insert_subadmin(db, "team", "anna"));
        REQUIRE(insert_delegation(db, "Users", "team"));
        set_preference(db, "anna", "core", "enabled", "false");
        const RoleRows roles = find_role_rows(db, "anna", "team");
        CHECK(roles.in_group);
        CHECK(roles.delegated_classes == Texts{"Users"});
        CHECK(find_login_rows(db, "anna")->roles.delegated_classes == Texts{"Users"});
        CHECK(find_detail_rows(db, uids({"anna", "ben"}), true).at("anna"_uid).gids ==
              Texts{"team"});
        for (const GroupDetails& details : list_group_details(db, {}))
            CHECK(details.disabled == (details.group.gid == "team" ? 1 : 0));
        for (const std::string& text : twins_of("team"))
            CHECK_FALSE(find_group(db, text));
        for (const std::string& text : twins_of("anna")) {
            CHECK_FALSE(find_user(db, text));
            CHECK_FALSE(delete_member(db, "team", text));
        }
        CHECK(db.all([](const Row& row) { return row.text(3); },
                     "EXPLAIN SELECT uid FROM oc_users WHERE uid = ?", "anna") == Texts{"const"});
        convert("utf8mb4");
    }
}
