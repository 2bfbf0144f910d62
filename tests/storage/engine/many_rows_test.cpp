// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/many_rows.h"

#include <doctest/doctest.h>

#include "storage/databases.h"
#include "storage/records/job_rows.h"
#include "storage/records/user_locks.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/profile_rows.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

using namespace roster;
using namespace roster::storage;

namespace {

using Texts = std::vector<std::string>;

Texts numbered(int count) {
    Texts texts;
    for (int i = 0; i < count; ++i)
        texts.push_back("u" + std::to_string(1000 + i));
    return texts;
}

PreferenceRow email_of(const std::string& uid, const std::string& value) {
    return {.uid = Uid(uid),
            .app = "settings",
            .key = "email",
            .value = value,
            .kind = kIndexedPreference};
}

}  // namespace

TEST_CASE("what stands in brackets is repeated, with what stands behind the bar between") {
    std::string text;
    many_rows::write("SET a = CASE [WHEN b = ? THEN ?| ] END WHERE [b = ?| OR ]", 2,
                     [&text](std::string_view piece) { text += piece; });
    CHECK(text == "SET a = CASE WHEN b = ? THEN ? WHEN b = ? THEN ? END WHERE b = ? OR b = ?");
    text.clear();
    many_rows::write("DELETE FROM a", 3, [&text](std::string_view piece) { text += piece; });
    CHECK(text == "DELETE FROM a");
}

TEST_CASE("any number of rows is written and asked for") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        for (const int count : {0, 1, 17, 300}) {
            const Texts uids = numbered(count);
            const auto uid = [](const std::string& text) { return std::tie(text); };
            CHECK(change_many<"INSERT INTO oc_accounts (uid, data) VALUES [(?, 'x')|, ]">(
                      fresh.db, uids, uid) == count);
            Texts found;
            visit_many<"SELECT uid FROM oc_accounts WHERE [uid = ?| OR ]">(
                fresh.db, uids, [&found](const Row& row) { found.push_back(row.text(0)); }, uid);
            std::ranges::sort(found);
            CHECK(found == uids);
            CHECK(change_many<"DELETE FROM oc_accounts WHERE [uid = ?| OR ]">(fresh.db, uids,
                                                                              uid) == count);
        }
    }
}

TEST_CASE("users are inserted together, and none of them when one is there in any letter case") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        insert_users(fresh.db,
                     std::vector<NewUserRow>{
                         {.uid = "Ann"_uid, .uid_lower = "ann", .display_name = "Ann A"},
                         {.uid = "ben"_uid, .uid_lower = "ben", .password_hash = "hash"}});
        CHECK(find_user(fresh.db, "ann")->stored_display_name == "Ann A");
        CHECK_FALSE(find_user(fresh.db, "ben")->stored_display_name);
        CHECK_THROWS_AS(
            insert_users(fresh.db, std::vector<NewUserRow>{{.uid = "ANN"_uid, .uid_lower = "ann"}}),
            Conflict);
        set_display_names(fresh.db, std::vector<UserText>{
                                        {"Ann"_uid, "A"}, {"ben"_uid, "B"}, {"ghost"_uid, "G"}});
        set_password_hashes(fresh.db, std::vector<UserText>{{"Ann"_uid, "new"}});
        CHECK(find_user(fresh.db, "ann")->stored_display_name == "A");
        CHECK(find_user(fresh.db, "ann")->password_hash == "new");
        CHECK(find_user(fresh.db, "ben")->stored_display_name == "B");
        CHECK(find_user(fresh.db, "ben")->password_hash == "hash");
    }
}

TEST_CASE("preferences of several users are inserted, changed and deleted together") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        const PreferenceRow language{
            .uid = "ann"_uid, .app = "core", .key = "lang", .value = "de", .kind = kTextPreference};
        insert_preferences(fresh.db, std::vector{email_of("ann", "a@x.org"), language,
                                                 email_of("ben", "b@x.org")});
        update_preferences(fresh.db, std::vector{email_of("ann", "a2@x.org"),
                                                 email_of("ben", std::string(65, 'b'))});
        const Texts rows = fresh.db.texts(
            "SELECT userid || ' ' || configkey || ' ' || configvalue || ' ' || type || ' ' || flags"
            " || ' ' || indexed FROM oc_preferences ORDER BY userid, configkey");
        if (fresh.db.engine() != Engine::mariadb)  // There || is OR.
            CHECK(rows == Texts{"ann email a2@x.org 1 2 a2@x.org", "ann lang de 1 0 ",
                                "ben email " + std::string(65, 'b') + " 1 2 "});
        CHECK(preference(fresh.db, "ann", "settings", "email") == "a2@x.org");
        CHECK(preference(fresh.db, "ann", "core", "lang") == "de");
        delete_preferences(fresh.db, std::vector{language, email_of("ben", "")});
        CHECK_FALSE(preference(fresh.db, "ann", "core", "lang"));
        CHECK(preference(fresh.db, "ann", "settings", "email") == "a2@x.org");
        CHECK_FALSE(preference(fresh.db, "ben", "settings", "email"));
    }
}

TEST_CASE("memberships are inserted and deleted together, and their groups held") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        insert_group(fresh.db, {"team"_gid, "team"});
        const std::vector<Membership> members{
            {"team"_gid, "ann"_uid}, {"admin"_gid, "ann"_uid}, {"team"_gid, "ben"_uid}};
        hold_groups(fresh.db, members);
        insert_members(fresh.db, members);
        insert_subadmins(fresh.db, std::vector<Membership>{{"team"_gid, "sue"_uid}});
        CHECK(is_member(fresh.db, "team", "ben"));
        CHECK(administered_gids(fresh.db, "sue") == Texts{"team"});
        delete_members(fresh.db,
                       std::vector<Membership>{{"team"_gid, "ann"_uid}, {"team"_gid, "ben"_uid}});
        CHECK(is_member(fresh.db, "admin", "ann"));
        CHECK_FALSE(is_member(fresh.db, "team", "ann"));
        if (!fresh.db.dialect().one_writer)
            CHECK_THROWS_AS(hold_groups(fresh.db, std::vector<Membership>{{"gone"_gid, "ann"_uid}}),
                            Conflict);
    }
}

TEST_CASE("profiles are written for several users, and only what differs of them") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        using Rows = std::vector<std::pair<std::string, std::string>>;
        const Rows first{{"phone", "1"}, {"role", "boss"}},
            second{{"phone", "2"}, {"role", "boss"}};
        const auto stored = [&](const char* uid) {
            return fresh.db.texts("SELECT value FROM oc_accounts_data WHERE uid = ? ORDER BY id",
                                  uid);
        };
        const auto last_id = [&] {
            return fresh.db.integer("SELECT MAX(id) FROM oc_accounts_data");
        };
        replace_profiles(fresh.db,
                         std::vector<ProfileReplacement>{{.wanted = {"ann"_uid, "{1}", first}},
                                                         {.wanted = {"ben"_uid, "{2}", first}}});
        const std::int64_t before = last_id();
        replace_profiles(fresh.db,
                         std::vector<ProfileReplacement>{
                             {.wanted = {"ann"_uid, "{3}", second}, .stored_rows = first}});
        CHECK(find_account_json(fresh.db, "ann") == "{3}");
        CHECK(find_account_json(fresh.db, "ben") == "{2}");
        CHECK(stored("ann") == Texts{"2", "boss"});
        CHECK(stored("ben") == Texts{"1", "boss"});
        CHECK(last_id() == before);
        // Rows that another program has left out, and one more address.
        fresh.db.change("DELETE FROM oc_accounts_data WHERE uid = 'ann'");
        const Rows third{{"phone", "3"}, {"role", "boss"}, {"additional_mail", "a@x.org"}};
        for (const Rows& wanted : {first, third}) {
            replace_profiles(fresh.db,
                             std::vector<ProfileReplacement>{
                                 {.wanted = {"ann"_uid, "{4}", wanted}, .stored_rows = second}});
            CHECK(stored("ann").size() == wanted.size());
        }
    }
}

TEST_CASE("a job that waits is set back, and others are queued beside it") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        const std::int64_t others = fresh.db.integer("SELECT COUNT(*) FROM oc_jobs");
        queue_job(fresh.db, "Check", "{1}", 10);
        fresh.db.change("UPDATE oc_jobs SET last_run = 5 WHERE class = 'Check'");
        queue_jobs(fresh.db, std::vector<Job>{{"Check", "{1}"}, {"Check", "{2}"}, {"Check", "{2}"}},
                   20);
        CHECK(fresh.db.integer("SELECT COUNT(*) FROM oc_jobs") == others + 2);
        CHECK(fresh.db.integer("SELECT COUNT(*) FROM oc_jobs WHERE class = 'Check'"
                               " AND last_run = 0 AND last_checked = 20") == 2);
    }
}
