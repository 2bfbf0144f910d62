// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/list_pages.h"

#include <doctest/doctest.h>

#include <random>

#include "storage/database.h"
#include "storage/read_model/list_indexes.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/user_queries.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

using namespace roster;
using namespace roster::storage;

namespace {

using Texts = std::vector<std::string>;

struct Lists {
    Database database = Database::memory();
    std::unique_ptr<Connection> opened;
    Connection& db;
    std::mt19937 random{3};

    Lists() : opened(connect()), db(*opened) {}

    std::unique_ptr<Connection> connect() const {
        database.install(0);
        return database.connect(true);
    }
    std::string draw_uid() { return "u" + std::to_string(random() % 9'000); }
    void log_in(const std::string& uid) {
        set_preference(db, uid, "login", "lastLogin", std::to_string(1'000 + random() % 3'000));
    }
    void fill(int count) {
        db.open_call();
        for (int i = 0; i < count; ++i) {
            insert_member(db, random() % 3 ? "all" : "some", draw_uid());
            log_in(draw_uid());
        }
        db.close_call(true);
    }
    void tend() {
        while (tend_list_pages(db)) {
        }
    }
    std::int64_t pages(const std::string& list) {
        return db.integer("SELECT COUNT(*) FROM roster_list_pages WHERE list = ?", list);
    }
    bool known(const std::string& list) {
        return !db.exists("SELECT 1 FROM roster_list_pages WHERE list = ? AND most < 0", list);
    }
    Texts found_members(const std::string& gid, std::int64_t limit, std::int64_t offset) {
        return texts(find_uids(db, {.filter = {UserTerm::in_group(Gid(gid))},
                                    .sort = UserSort::uid,
                                    .window = {.limit = limit, .offset = offset},
                                    .with_gone = true}));
    }
    Texts found_logins(std::int64_t limit, std::int64_t offset) {
        return texts(find_uids(db, {.filter = {UserTerm::logged_in()},
                                    .sort = UserSort::last_login,
                                    .window = {.limit = limit, .offset = offset},
                                    .with_gone = true}));
    }
    // As the tables say, without pages.
    Texts members(const std::string& gid, std::int64_t limit, std::int64_t offset) {
        return db.texts(
            "SELECT uid FROM oc_group_user WHERE gid = ? ORDER BY +uid LIMIT ? OFFSET ?", gid,
            limit, offset);
    }
    Texts logins(std::int64_t limit, std::int64_t offset) {
        return db.texts(
            "SELECT userid FROM oc_preferences WHERE +appid = 'login' AND +configkey = 'lastLogin'"
            " ORDER BY +configvalue DESC, lower(userid) LIMIT ? OFFSET ?",
            limit, offset);
    }
    void check_list(const std::string& gid) {
        CAPTURE(gid);
        const std::int64_t size =
            db.integer("SELECT COUNT(*) FROM oc_group_user WHERE gid = ?", gid);
        CHECK(count_members(db, gid) == size);
        CHECK(found_members(gid, Window::kEverything, size / 2) ==
              members(gid, Window::kEverything, size / 2));
        for (const std::int64_t offset :
             {std::int64_t{0}, size / 3, size / 2, size - 3, size, size + 5'000})
            for (const std::int64_t limit : {0, 25})
                CHECK(found_members(gid, limit, offset) == members(gid, limit, offset));
    }
    void check_logins() {
        const std::int64_t size =
            db.integer("SELECT COUNT(*) FROM oc_preferences WHERE configkey = 'lastLogin'");
        for (const std::int64_t offset :
             {std::int64_t{0}, size / 4, size / 2, size - 3, size, size + 5'000})
            for (const std::int64_t limit : {0, 25})
                CHECK(found_logins(limit, offset) == logins(limit, offset));
    }
    void check_all() {
        check_list("all");
        check_list("some");
        check_logins();
    }
};

}  // namespace

TEST_CASE("deep pages of members and logins are what the tables say, whoever changes them") {
    Lists lists;
    const std::unique_ptr<Connection> other = lists.database.connect(true);
    for (int round = 0; round < 3; ++round) {
        lists.fill(5'000);
        lists.check_all();
        lists.tend();
        lists.check_all();
        other->open_call();
        for (int i = 0; i < 700; ++i) {
            const std::string uid = lists.draw_uid();
            other->change("DELETE FROM oc_group_user WHERE uid = ?", uid);
            other->change("DELETE FROM oc_preferences WHERE userid = ?", lists.draw_uid());
            other->change(
                "UPDATE oc_preferences SET configvalue = ? WHERE userid = ? AND appid = 'login'",
                std::to_string(lists.random() % 5'000), lists.draw_uid());
        }
        other->close_call(true);
        lists.check_all();
    }
    CHECK(lists.known("in all"));
    CHECK(lists.known("logins"));
    CHECK(lists.pages("in all") > 3);
    CHECK(lists.pages("in some") > 1);
    CHECK(lists.pages("logins") > 3);
    CHECK(lists.db.integer("SELECT MAX(entries) FROM roster_list_pages") < 3'000);
    CHECK(deep_page_of_group(lists.db, "all", 25, 2'000));
    CHECK(deep_page_of_logins(lists.db, 25, 3'000));
}

TEST_CASE("a list that a statement may have changed unseen is counted anew") {
    Lists lists;
    lists.fill(6'000);
    lists.tend();
    const auto check = [&lists](const std::string& list, const std::string& statement) {
        CAPTURE(statement);
        REQUIRE(lists.known(list));
        lists.db.run(statement);
        CHECK_FALSE(lists.known(list));
        lists.check_all();
        // What comes before it is counted anew changes nothing.
        for (int i = 0; i < 50; ++i)
            lists.db.run(
                "DELETE FROM oc_group_user WHERE uid = (SELECT MAX(uid) FROM"
                " oc_group_user WHERE gid = 'all')");
        lists.fill(100);
        lists.check_all();
        lists.tend();
        CHECK(lists.known(list));
        lists.check_all();
    };
    const std::string first = " SELECT gid, uid FROM oc_group_user WHERE gid = 'all' LIMIT 1";
    check("in all", "INSERT OR REPLACE INTO oc_group_user (gid, uid)" + first);
    check("in all", "INSERT OR IGNORE INTO oc_group_user (gid, uid)" + first);
    check("in all", "UPDATE oc_group_user SET gid = 'other' WHERE gid = 'all' AND uid < 'u3'");
    check("in some",
          "UPDATE OR REPLACE oc_group_user SET gid = 'some' WHERE gid = 'all'"
          " AND uid BETWEEN 'u3' AND 'u4'");
    check("logins",
          "INSERT OR REPLACE INTO oc_preferences (userid, appid, configkey, configvalue)"
          " SELECT userid, appid, configkey, '7' FROM oc_preferences"
          " WHERE configkey = 'lastLogin' AND userid < 'u3'");
    check("logins", "UPDATE oc_preferences SET appid = 'logout' WHERE userid < 'u2'");
    check("logins",
          "UPDATE OR REPLACE oc_preferences SET appid = 'login', configvalue = '8'"
          " WHERE userid < 'u2' AND configkey = 'lastLogin'");
    // A program that writes all columns of a row again.
    lists.db.run(
        "UPDATE oc_preferences SET userid = userid, appid = appid, configvalue = '9'"
        " WHERE userid < 'u2'");
    CHECK(lists.known("logins"));
    lists.check_all();
}

TEST_CASE("logins at one time stay on one page, and those that come later get others") {
    Lists lists;
    Connection& db = lists.db;
    const auto log_in_many = [&](int first, int count, const char* time) {
        db.open_call();
        for (int i = first; i < first + count; ++i)
            set_preference(db, "v" + std::to_string(i), "login", "lastLogin", time);
        db.close_call(true);
        lists.tend();
        lists.check_logins();
    };
    log_in_many(0, 3'000, "1500");
    CHECK(lists.pages("logins") == 1);
    log_in_many(3'000, 3'000, "1600");
    log_in_many(6'000, 3'000, "1400");
    CHECK(lists.pages("logins") == 3);
    CHECK(deep_page_of_logins(db, 25, 4'000));
    db.run("UPDATE oc_preferences SET configvalue = NULL WHERE userid = 'v7'");
    CHECK_FALSE(deep_page_of_logins(db, 25, 4'000));
    lists.check_logins();
}

TEST_CASE("pages count as missing when their triggers do") {
    Lists lists;
    lists.fill(5'000);
    lists.tend();
    CHECK(has_list_indexes(lists.db));
    lists.db.run("DROP TRIGGER roster_list_again");
    CHECK(lacks_list_indexes(lists.db));
    CHECK_FALSE(deep_page_of_logins(lists.db, 25, 2'000));
    CHECK_FALSE(tend_list_pages(lists.db));
    lists.fill(2'000);
    lists.check_all();
    complete_list_indexes(lists.db);
    CHECK(deep_page_of_logins(lists.db, 25, 2'000));
    lists.check_all();
}
