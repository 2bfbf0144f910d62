// SPDX-License-Identifier: Apache-2.0
#include "storage/user_list_rows.h"

#include <doctest/doctest.h>

#include "storage/databases.h"
#include "storage/group_rows.h"
#include "storage/people.h"
#include "storage/postgres_indexes.h"

using namespace roster;
using namespace roster::storage;

namespace {

void add_people(Connection& db) {
    add_account(db, "Zoe", "anna b", "zoe@Example.org");
    add_account(db, "ben", "Berta 50%", "b_b@example.org");
    add_account(db, "carl", "carl!", "");
    add_account(db, "dora", "Anna A", "d@example.org");
    // Neither somebody else's e-mail nor another preference is looked at.
    set_preference(db, "gone", "settings", "email", "anna@example.org", kIndexedPreference);
    set_preference(db, "carl", "settings", "website", "anna");
}

}  // namespace

TEST_CASE("accounts are searched by uid, display name and e-mail, in the order of the list") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        add_people(fresh.db);
        const auto found = [&](const char* search) {
            return search_uids(fresh.db, search, kEveryRow, 0);
        };
        CHECK(found("anna") == Texts{"dora", "Zoe"});
        CHECK(found("ZOE") == Texts{"Zoe"});
        CHECK(found("EXAMPLE.ORG") == Texts{"dora", "Zoe", "ben"});
        CHECK(found("50%") == Texts{"ben"});
        CHECK(found("b_b") == Texts{"ben"});
        CHECK(found("a_b").empty());
        CHECK(found("l!") == Texts{"carl"});
        CHECK(search_uids(fresh.db, "example", 1, 1) == Texts{"Zoe"});
        CHECK(search_uids(fresh.db, "example", 5, 3).empty());
    }
}

TEST_CASE("those who logged in in the same second come by their uid, administrators last") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        add_account(fresh.db, "Aaron", "Name", "");
        insert_member(fresh.db, "admin", "Aaron");
        set_preference(fresh.db, "Aaron", "login", "lastLogin", "1700000000");
        for (const char* uid : {"Zoe", "carl", "ben", "Dora", "anna"}) {
            add_account(fresh.db, uid, "Name", "");
            set_preference(fresh.db, uid, "login", "lastLogin",
                           uid == std::string("ben") ? "1700000001" : "1700000000");
        }
        const Texts in_order{"ben", "anna", "carl", "Dora", "Zoe", "Aaron"};
        CHECK(recent_logins(fresh.db, 25, 0) == in_order);
        CHECK(search_recent_logins(fresh.db, "name", 25, 0) == in_order);
        CHECK(recent_logins(fresh.db, 2, 2) == Texts{"carl", "Dora"});
        set_preference(fresh.db, "carl", "login", "lastLogin", "1700000000");
        CHECK(recent_logins(fresh.db, 25, 0) == in_order);
    }
}

TEST_CASE("on PostgreSQL pages and searches have indexes, which can be taken away and made again") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (fresh.db.engine() != Engine::postgres) continue;
        const auto indexes = [&fresh] {
            return fresh.db.texts(
                "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'roster_people%' ORDER BY "
                "1");
        };
        const Texts all{"roster_people_mails", "roster_people_names", "roster_people_order",
                        "roster_people_uids"};
        CHECK(indexes() == all);
        fresh.db.run("SET enable_sort = off");
        const Texts plan = fresh.db.texts(
            "EXPLAIN SELECT uid FROM oc_users ORDER BY lower(displayname), uid_lower LIMIT 25");
        REQUIRE(plan.size() > 1);
        CHECK(plan[1].find("Index Only Scan using roster_people_order") != std::string::npos);
        CHECK_FALSE(lacks_trigrams(fresh.db));
        fresh.db.run("DROP INDEX roster_people_mails");
        CHECK(lacks_trigrams(fresh.db));
        fresh.database.remove_people_index();
        CHECK_FALSE(lacks_trigrams(fresh.db));
        CHECK(indexes().empty());
        fresh.database.add_people_index();
        fresh.database.add_people_index();
        CHECK(indexes() == all);
    }
}

TEST_CASE("an index that somebody's change kept from being made is not passed over in silence") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (fresh.db.engine() != Engine::postgres) continue;
        fresh.db.run("DROP INDEX roster_people_mails");
        fresh.db.run("SET lock_timeout = '50ms'");
        const auto other = fresh.database.connect(true);
        other->open_call();
        set_preference(*other, "anna", "settings", "email", "a@example.org", kIndexedPreference);
        CHECK_THROWS_WITH_AS(add_postgres_indexes(fresh.db), doctest::Contains("lock timeout"),
                             DatabaseError);
        other->close_call(true);
        add_postgres_indexes(fresh.db);
        CHECK_FALSE(lacks_trigrams(fresh.db));
    }
}
