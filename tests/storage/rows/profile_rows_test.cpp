// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/profile_rows.h"

#include <doctest/doctest.h>

#include "storage/databases.h"
#include "support/names.h"

using namespace roster;
using namespace roster::storage;

TEST_CASE("a record is stored as one text and as rows to search by, and replaced as a whole") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        CHECK_FALSE(find_account_json(fresh.db, "ann"));
        replace_account(fresh.db, "ann", "{1}", {{"phone", "+1"}, {"role", "boss"}});
        replace_account(fresh.db, "ben", "{2}", {{"phone", "+1"}});
        replace_account(fresh.db, "ann", "{3}", {{"role", "boss"}, {"phone", "+1"}});
        CHECK(find_account_json(fresh.db, "ann") == "{3}");
        CHECK(fresh.db.integer("SELECT COUNT(*) FROM oc_accounts_data WHERE uid = 'ann'") == 2);
        CHECK(uids_with_account_value(fresh.db, "phone", "+1") ==
              std::vector<std::string>{"ben", "ann"});
        CHECK(uids_with_account_value(fresh.db, "role", "+1").empty());
    }
}

TEST_CASE("a deleted record leaves no rows, and those of others stay") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        replace_account(fresh.db, "ann", "{1}", {{"phone", "+1"}});
        replace_account(fresh.db, "ben", "{2}", {{"phone", "+1"}});
        delete_account(fresh.db, "ann");
        CHECK_FALSE(find_account_json(fresh.db, "ann"));
        CHECK(find_account_json(fresh.db, "ben") == "{2}");
        CHECK(uids_with_account_value(fresh.db, "phone", "+1") == std::vector<std::string>{"ben"});
    }
}

TEST_CASE("who is forgotten by number is forgotten by everybody, and goes on knowing others") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        for (const auto& [knower, known] :
             {std::pair("ann", "ben"), {"cid", "ben"}, {"ben", "ann"}})
            fresh.db.change("INSERT INTO oc_known_users (known_to, known_user) VALUES (?, ?)",
                            std::string_view(knower), std::string_view(known));
        const std::vector<Uid> ben{"ben"_uid};
        CHECK(delete_known_users(fresh.db, ben) == 2);
        CHECK(delete_known_users(fresh.db, ben) == 0);
        CHECK(fresh.db.texts("SELECT known_to FROM oc_known_users") ==
              std::vector<std::string>{"ben"});
    }
}
