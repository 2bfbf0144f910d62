// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "storage/database.h"
#include "storage/read_model/people_index.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

namespace roster::storage {

using Texts = std::vector<std::string>;

inline void add_account(Connection& db, const std::string& uid, const std::string& name,
                        const std::string& mail) {
    REQUIRE(insert_user(db, uid, to_lower(uid), ""));
    if (!name.empty()) set_display_name(db, uid, name);
    if (!mail.empty()) set_preference(db, uid, "settings", "email", mail, kIndexedPreference);
}

// Accounts with a people index, and what it should say of them.
struct People {
    Database database = Database::memory();
    std::unique_ptr<Connection> opened;
    Connection& db;

    People() : opened(connect()), db(*opened) {}

    std::unique_ptr<Connection> connect() const {
        database.install(0);
        return database.connect(true);
    }
    void add(const std::string& uid, const std::string& name = "", const std::string& mail = "") {
        add_account(db, uid, name, mail);
    }
    // As Nextcloud orders and compares, without an index.
    Texts expected(const std::string& search, std::int64_t limit, std::int64_t offset) {
        return db.texts(
            "SELECT u.uid FROM oc_users u LEFT JOIN oc_preferences p ON p.userid = u.uid"
            " AND p.appid = 'settings' AND p.configkey = 'email'"
            " WHERE instr(lower(u.uid), lower(?)) OR instr(lower(u.displayname), lower(?))"
            " OR instr(lower(p.configvalue), lower(?))"
            " ORDER BY lower(u.displayname), u.uid_lower LIMIT ? OFFSET ?",
            search, search, search, limit, offset);
    }
    void check(const std::string& search, std::int64_t limit, std::int64_t offset) {
        CAPTURE(search);
        CAPTURE(limit);
        CAPTURE(offset);
        const auto page = page_of_people(db, search, limit, offset);
        REQUIRE(page);
        CHECK(*page == expected(search, limit, offset));
    }
    void check_all() {
        const std::int64_t people = db.integer("SELECT COUNT(*) FROM oc_users");
        for (const char* search : {"", "an", "ann", "Anna", "example", "a-", "nobody", "\"'%_!"})
            for (const std::int64_t offset : {std::int64_t{0}, std::int64_t{1}, people / 2, people})
                for (const std::int64_t limit : {0, 1, 25})
                    check(search, limit, offset);
        check("ann", std::numeric_limits<std::int64_t>::max(), 3);
    }
    // Nobody shares one of so many as there are people.
    std::int64_t shelves() {
        return db.integer("SELECT COUNT(DISTINCT place >> 16) FROM roster_people");
    }
    // Marks the index; the mark is gone when it is made anew.
    void mark() { db.run("UPDATE roster_people_noted SET people = 77"); }
    bool is_marked() { return db.integer("SELECT people FROM roster_people_noted") == 77; }
    std::int64_t changes() { return db.integer("SELECT COUNT(*) FROM roster_people_changes"); }
};

}  // namespace roster::storage
