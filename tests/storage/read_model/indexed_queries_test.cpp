// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/indexed_queries.h"

#include <doctest/doctest.h>

#include <random>

#include "storage/database.h"
#include "storage/read_model/list_indexes.h"
#include "storage/read_model/people_index.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/user_queries.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

using namespace roster;
using namespace roster::storage;

namespace {

using Texts = std::vector<std::string>;

// A directory whose lists are long enough to be searched by the index, and some who are in the
// group `all` without an account.
struct Directory {
    Database database = Database::memory();
    std::unique_ptr<Connection> opened;
    Connection& db;
    std::mt19937 random{11};

    Directory() : opened(connect()), db(*opened) {}

    std::unique_ptr<Connection> connect() const {
        database.install(0);
        return database.connect(true);
    }
    std::string draw(const Texts& texts) { return texts[random() % texts.size()]; }
    std::string draw_name() {
        return draw({"Anna ", "anne ", "Bea ", "Zoë ", "ÄNNE ", "Lovelace "}) +
               std::to_string(random() % 90);
    }
    std::string draw_uid(int i) {
        return draw({"rare", "Common-", "x_", "u%"}) + std::to_string(i);
    }
    void add(const std::string& uid) {
        if (random() % 9 != 0) insert_user(db, uid, uid, "");
        if (random() % 3 != 0) set_display_name(db, uid, draw_name());
        if (random() % 3 != 0)
            set_preference(db, uid, "settings", "email", uid + draw({"@a.example", "@b.example"}));
        if (random() % 8 != 0) insert_member(db, "all", uid);
        if (random() % 5 != 0) log_in(uid);
    }
    void log_in(const std::string& uid) {
        set_preference(db, uid, "login", "lastLogin", std::to_string(1'000'000 + random() % 50));
    }
    void fill(int count) {
        db.open_call();
        for (int i = 0; i < count; ++i)
            add(draw_uid(i));
        db.close_call(true);
    }
    void change(const std::string& uid) {
        switch (random() % 6) {
            case 0:
                delete_user(db, uid);
                return;
            case 1:
                set_display_name(db, uid, draw_name());
                return;
            case 2:
                set_preference(db, uid, "settings", "email", "anna@x.example");
                return;
            case 3:
                delete_member(db, "all", uid);
                return;
            case 4:
                log_in(uid);
                return;
            default:
                insert_user(db, uid, uid, "");
        }
    }
    // As Nextcloud orders and compares, without an index.
    Texts members(const std::string& search, std::int64_t limit, std::int64_t offset) {
        return db.texts(
            "SELECT m.uid FROM oc_group_user m LEFT JOIN oc_users u ON u.uid = m.uid"
            " LEFT JOIN oc_preferences p ON p.userid = m.uid AND p.appid = 'settings'"
            " AND p.configkey = 'email' WHERE m.gid = 'all' AND (instr(lower(m.uid), lower(?))"
            " OR instr(lower(u.displayname), lower(?)) OR instr(lower(p.configvalue), lower(?)))"
            " ORDER BY +m.uid LIMIT ? OFFSET ?",
            search, search, search, limit, offset);
    }
    Texts logins(const std::string& search, std::int64_t limit, std::int64_t offset) {
        return db.texts(
            "SELECT l.userid FROM oc_preferences l JOIN oc_users u ON u.uid = l.userid"
            " LEFT JOIN oc_preferences p ON p.userid = l.userid AND p.appid = 'settings'"
            " AND p.configkey = 'email' WHERE +l.appid = 'login' AND +l.configkey = 'lastLogin'"
            " AND (instr(lower(u.uid), lower(?)) OR instr(lower(u.displayname), lower(?))"
            " OR instr(lower(p.configvalue), lower(?)))"
            " ORDER BY +l.configvalue DESC, lower(l.userid) LIMIT ? OFFSET ?",
            search, search, search, limit, offset);
    }
    void check(const std::string& search, std::int64_t limit, std::int64_t offset) {
        CAPTURE(search);
        CAPTURE(limit);
        CAPTURE(offset);
        const auto found_members = search_group(db, "all", search, limit, offset);
        REQUIRE(found_members);
        CHECK(*found_members == members(search, limit, offset));
        const auto found_logins = search_logins(db, search, limit, offset);
        REQUIRE(found_logins);
        CHECK(*found_logins == logins(search, limit, offset));
    }
    void check_all() {
        for (const char* search : {"anna", "ANNE ", "rare1", "common-", "a.example", "x_9", "u%",
                                   "an", "lovelace 77", "nobody", "\"'", "x.exam"})
            for (const auto& [limit, offset] : {std::pair(std::int64_t{0}, 0),
                                                {Window::kEverything, 0},
                                                {2, 0},
                                                {2, 40},
                                                {Window::kEverything, 5'000}})
                check(search, limit, offset);
    }
    Texts strangers() {
        return db.texts(
            "SELECT uid FROM roster_strangers s"
            " WHERE EXISTS (SELECT 1 FROM oc_group_user m WHERE m.uid = s.uid) ORDER BY uid");
    }
    Texts members_without_account() {
        return db.texts(
            "SELECT DISTINCT uid FROM oc_group_user m"
            " WHERE NOT EXISTS (SELECT 1 FROM oc_users u WHERE u.uid = m.uid) ORDER BY uid");
    }
};

}  // namespace

TEST_CASE("a search of members and of logins is what the tables say, however far behind it is") {
    Directory directory;
    directory.fill(1'000);
    directory.check_all();
    CHECK(directory.strangers().size() > 50);
    fold_people_changes(directory.db, 10'000);
    directory.check_all();
    for (int i = 0; i < 400; ++i)
        directory.change(directory.draw_uid(static_cast<int>(directory.random() % 1'000)));
    CHECK(directory.strangers() == directory.members_without_account());
    directory.check_all();
    fold_people_changes(directory.db, 100);
    directory.check_all();
    fold_people_changes(directory.db, 10'000);
    directory.check_all();
}

TEST_CASE("where many are found, a page near the beginning is the same") {
    Directory directory;
    directory.db.open_call();
    for (int i = 0; i < 7'000; ++i) {
        const std::string uid = "u" + std::to_string(i);
        insert_user(directory.db, uid, uid, "");
        // Those who come first on the list are not found, so that looking at few is not enough.
        set_display_name(directory.db, uid, uid < "u2" ? "Bea" : "Anna " + std::to_string(i));
        insert_member(directory.db, "all", uid);
        if (i < 6'500)
            set_preference(directory.db, uid, "login", "lastLogin",
                           std::to_string(uid < "u2" ? 2'000 : 1'000 + i % 7));
    }
    directory.db.close_call(true);
    build_people_index(directory.db);
    for (const std::int64_t offset : {0, 50, 101, 1'000, 5'800})
        directory.check("anna", 25, offset);
    directory.check("anna", Window::kEverything, 3);
}

TEST_CASE("members without an account are noted, whoever comes, goes or is renamed") {
    Directory directory;
    Connection& db = directory.db;
    const auto check = [&](const Texts& expected) {
        CHECK(directory.strangers() == expected);
        CHECK(directory.members_without_account() == expected);
        CHECK(db.integer("SELECT COUNT(*) FROM roster_strangers") ==
              static_cast<std::int64_t>(expected.size()));
    };
    db.run("INSERT INTO oc_group_user (gid, uid) VALUES ('a', 'ann'), ('b', 'ann'), ('a', 'bea')");
    check({"ann", "bea"});
    db.run("INSERT INTO oc_users (uid) VALUES ('ann')");
    check({"bea"});
    db.run("UPDATE oc_users SET uid = 'bea' WHERE uid = 'ann'");
    check({"ann"});
    db.run("UPDATE oc_group_user SET uid = 'cid' WHERE uid = 'bea'");
    check({"ann", "cid"});
    db.run("DELETE FROM oc_users WHERE uid = 'bea'");
    check({"ann", "cid"});
    db.run("DELETE FROM oc_group_user WHERE uid = 'ann' AND gid = 'a'");
    check({"ann", "cid"});
    db.run("DELETE FROM oc_group_user WHERE uid = 'ann'");
    check({"cid"});
    db.run("INSERT INTO oc_users (uid) VALUES ('cid')");
    check({});
    db.run("INSERT INTO oc_group_user (gid, uid) VALUES ('b', 'cid')");
    db.run("DELETE FROM oc_users");
    check({"cid"});
    db.run("DELETE FROM roster_strangers");
    build_list_indexes(db);
    check({"cid"});
}

TEST_CASE("the latest logins come out of their index, in order") {
    Directory directory;
    std::string plan;
    directory.db.each(
        [&plan](const Row& row) { plan += row.text(3) + "\n"; },
        "EXPLAIN QUERY PLAN SELECT userid FROM oc_preferences"
        " WHERE appid = 'login' AND configkey = 'lastLogin'"
        " ORDER BY configvalue DESC, userid IN"
        " (SELECT uid FROM oc_group_user WHERE gid = 'admin'), lower(userid) LIMIT 25");
    CAPTURE(plan);
    CHECK(plan.find("roster_recent_logins") != std::string::npos);
    // Only those of one second are sorted.
    CHECK(plan.find("TEMP B-TREE FOR ORDER BY") == std::string::npos);
}

TEST_CASE("indexes of the lists that an older version has not made are completed") {
    Directory directory;
    directory.fill(700);
    CHECK_FALSE(lacks_list_indexes(directory.db));
    for (const std::string& statement : drop_list_index_statements())
        directory.db.run(statement);
    CHECK(lacks_list_indexes(directory.db));
    CHECK_FALSE(search_logins(directory.db, "anna", 5, 0));
    CHECK(find_uids(directory.db, {.filter = {UserTerm::logged_in(), UserTerm::has_text("anna")},
                                   .sort = UserSort::last_login,
                                   .window = {.limit = 5}}) == directory.logins("anna", 5, 0));
    CHECK(find_uids(directory.db,
                    {.filter = {UserTerm::in_group("all"_gid), UserTerm::has_text("anna")},
                     .sort = UserSort::uid,
                     .window = {.limit = 5},
                     .with_gone = true}) == directory.members("anna", 5, 0));
    complete_list_indexes(directory.db);
    CHECK_FALSE(lacks_list_indexes(directory.db));
    CHECK(directory.strangers() == directory.members_without_account());
    directory.check_all();
    directory.database.remove_people_index();
    CHECK_FALSE(lacks_list_indexes(directory.db));
    CHECK_FALSE(
        directory.db.exists("SELECT 1 FROM sqlite_master WHERE name LIKE 'roster_recent%'"
                            " OR name LIKE 'roster_strangers%'"));
}
