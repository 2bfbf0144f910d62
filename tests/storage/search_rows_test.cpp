// SPDX-License-Identifier: Apache-2.0
#include "storage/search_rows.h"

#include <doctest/doctest.h>

#include "storage/databases.h"
#include "storage/people.h"
#include "storage/user_list_rows.h"

using namespace roster;
using namespace roster::storage;

TEST_CASE("those found by phone are searched by uid and display name, for who has found them") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        add_account(fresh.db, "zoe", "Anna B", "zoe@example.org");
        add_account(fresh.db, "anna2", "", "");
        add_account(fresh.db, "dora", "Anna A", "");
        add_account(fresh.db, "other", "Anna C", "");
        for (const char* uid : {"zoe", "anna2", "dora", "gone"})
            insert_known_user(fresh.db, "me", uid);
        insert_known_user(fresh.db, "somebody", "other");
        const auto found = [&fresh](const char* search, std::int64_t limit, std::int64_t offset) {
            Texts uids;
            for (const User& user : search_known_users(fresh.db, "me", search, limit, offset))
                uids.push_back(user.uid);
            std::ranges::sort(uids);
            return uids;
        };
        CHECK(found("ANNA", 10, 0) == Texts{"anna2", "dora", "zoe"});
        CHECK(found("na a", 10, 0) == Texts{"dora"});
        CHECK(found("example", 10, 0).empty());
        CHECK(found("a_na", 10, 0).empty());
        CHECK(found("anna ", 1, 0) == Texts{"dora"});
        CHECK(found("anna ", 10, 1) == Texts{"zoe"});
    }
}
