// SPDX-License-Identifier: Apache-2.0
#include "storage/profile_rows.h"

#include <doctest/doctest.h>

#include "storage/database.h"

using namespace roster;
using namespace roster::storage;

namespace {

std::unique_ptr<Connection> fresh_connection(const Database& database) {
    database.install(0);
    return database.connect(true);
}

}  // namespace

TEST_CASE("a record is stored as one text and as rows to search by, and replaced as a whole") {
    const Database database = Database::memory();
    const auto db = fresh_connection(database);
    CHECK_FALSE(find_account_json(*db, "ann"));
    replace_account(*db, "ann", "{1}", {{"phone", "+1"}, {"role", "boss"}});
    replace_account(*db, "ben", "{2}", {{"phone", "+1"}});
    replace_account(*db, "ann", "{3}", {{"role", "boss"}, {"phone", "+1"}});
    CHECK(find_account_json(*db, "ann") == "{3}");
    CHECK(db->integer("SELECT COUNT(*) FROM oc_accounts_data WHERE uid = 'ann'") == 2);
    CHECK(uids_with_account_value(*db, "phone", "+1") == std::vector<std::string>{"ben", "ann"});
    CHECK(uids_with_account_value(*db, "role", "+1").empty());
}

TEST_CASE("a deleted record leaves no rows, and those of others stay") {
    const Database database = Database::memory();
    const auto db = fresh_connection(database);
    replace_account(*db, "ann", "{1}", {{"phone", "+1"}});
    replace_account(*db, "ben", "{2}", {{"phone", "+1"}});
    delete_account(*db, "ann");
    CHECK_FALSE(find_account_json(*db, "ann"));
    CHECK(find_account_json(*db, "ben") == "{2}");
    CHECK(uids_with_account_value(*db, "phone", "+1") == std::vector<std::string>{"ben"});
}

TEST_CASE("who is forgotten by number is forgotten by everybody, and goes on knowing others") {
    const Database database = Database::memory();
    const auto db = fresh_connection(database);
    for (const auto& [knower, known] : {std::pair("ann", "ben"), {"cid", "ben"}, {"ben", "ann"}})
        db->change("INSERT INTO oc_known_users (known_to, known_user) VALUES (?, ?)",
                   std::string_view(knower), std::string_view(known));
    CHECK(delete_known_user(*db, "ben") == 2);
    CHECK(delete_known_user(*db, "ben") == 0);
    CHECK(db->texts("SELECT known_to FROM oc_known_users") == std::vector<std::string>{"ben"});
}
