// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/user_queries.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "storage/databases.h"
#include "storage/people.h"
#include "storage/read_model/postgres_indexes.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/known_user_rows.h"
#include "support/names.h"

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
        const auto found = [&](const char* text, Window window = {}) {
            return find_uids(fresh.db, {.filter = {UserTerm::has_text(text)}, .window = window});
        };
        CHECK(found("anna") == Texts{"dora", "Zoe"});
        CHECK(found("ZOE") == Texts{"Zoe"});
        CHECK(found("EXAMPLE.ORG") == Texts{"dora", "Zoe", "ben"});
        CHECK(found("50%") == Texts{"ben"});
        CHECK(found("b_b") == Texts{"ben"});
        CHECK(found("a_b").empty());
        CHECK(found("l!") == Texts{"carl"});
        CHECK(found("example", {.limit = 1, .offset = 1}) == Texts{"Zoe"});
        CHECK(found("example", {.limit = 5, .offset = 3}).empty());
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
        const auto recent = [&fresh](const char* text, Window window = {.limit = 25}) {
            return find_uids(fresh.db, {.filter = {UserTerm::logged_in(), UserTerm::has_text(text)},
                                        .sort = UserSort::last_login,
                                        .window = window,
                                        .with_gone = std::string_view(text).empty()});
        };
        const Texts in_order{"ben", "anna", "carl", "Dora", "Zoe", "Aaron"};
        CHECK(recent("") == in_order);
        CHECK(recent("name") == in_order);
        CHECK(recent("", {.limit = 2, .offset = 2}) == Texts{"carl", "Dora"});
        set_preference(fresh.db, "carl", "login", "lastLogin", "1700000000");
        CHECK(recent("") == in_order);
    }
}

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
        const auto found = [&fresh](const char* text, std::int64_t limit, std::int64_t offset) {
            std::vector<Uid> uids = find_uids(
                fresh.db, {.filter = {UserTerm::known_to("me"_uid), UserTerm::has_name(text)},
                           .window = {.limit = limit, .offset = offset}});
            std::ranges::sort(uids);
            return uids;
        };
        CHECK(found("", 10, 0) == Texts{"anna2", "dora", "zoe"});
        CHECK(found("ANNA", 10, 0) == Texts{"anna2", "dora", "zoe"});
        CHECK(found("na a", 10, 0) == Texts{"dora"});
        CHECK(found("example", 10, 0).empty());
        CHECK(found("a_na", 10, 0).empty());
        CHECK(found("anna ", 1, 0) == Texts{"dora"});
        CHECK(found("anna ", 10, 1) == Texts{"zoe"});
    }
}

TEST_CASE("disabled users are found with what they left behind, or by a text in any alphabet") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        add_account(fresh.db, "ada", "Élise", "");
        add_account(fresh.db, "bob", "", "bob@example.org");
        add_account(fresh.db, "cid", "", "");
        set_preference(fresh.db, "bob", "settings", "primary_email", "elise@example.org");
        for (const char* uid : {"ada", "bob", "gone"})
            set_preference(fresh.db, uid, "core", "enabled", "false");
        set_preference(fresh.db, "cid", "core", "enabled", "true");
        const auto found = [&fresh](const char* text, Window window = {}) {
            return find_uids(fresh.db, {.filter = {UserTerm::disabled(), UserTerm::has_text(text)},
                                        .sort = UserSort::stored,
                                        .window = window,
                                        .with_gone = std::string_view(text).empty()});
        };
        CHECK(found("") == Texts{"ada", "bob", "gone"});
        CHECK(found("", {.limit = 1, .offset = 1}) == Texts{"bob"});
        CHECK(found("éLISE") == Texts{"ada"});
        CHECK(found("lise") == Texts{"ada", "bob"});
        CHECK(found("lise", {.limit = 5, .offset = 1}) == Texts{"bob"});
        CHECK(found("lise", {.limit = 1}) == Texts{"ada"});
        CHECK(found("example.org") == Texts{"bob"});
        CHECK(found("gone").empty());
        CHECK(found("bob@").empty());
    }
}

TEST_CASE("users are counted: all of them, the disabled ones, and those seen") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        for (const char* uid : {"ada", "bob", "cid"})
            add_account(fresh.db, uid, "", "");
        for (const char* uid : {"ada", "gone"})
            set_preference(fresh.db, uid, "core", "enabled", "false");
        set_preference(fresh.db, "bob", "core", "enabled", "true");
        set_preference(fresh.db, "ada", "login", "lastLogin", "1700000000");
        set_preference(fresh.db, "bob", "login", "lastLogin", "0");
        CHECK(count_uids(fresh.db, {}) == 3);
        CHECK(count_uids(fresh.db, {.filter = {UserTerm::disabled()}}) == 1);
        CHECK(count_uids(fresh.db, {.filter = {UserTerm::seen()}, .with_gone = true}) == 1);
    }
}

TEST_CASE("a question for users without a statement is an accident, not half an answer") {
    const auto databases = fresh_databases();
    Connection& db = databases.front().db;
    const UserTerm starts{UserField::name, Test::present, ""};
    for (const UserQuery& query :
         {UserQuery{.filter = {starts}}, UserQuery{.sort = UserSort::last_login},
          UserQuery{.with_gone = true},
          UserQuery{.filter = {UserTerm::in_group("a"_gid), UserTerm::in_group("b"_gid)},
          .sort = UserSort::uid,
          .with_gone = true},
          UserQuery{.filter = {{UserField::enabled, Test::equals, "true"}}}})
        CHECK_THROWS_AS(find_uids(db, query), std::logic_error);
    CHECK_THROWS_AS(count_uids(db, {.filter = {UserTerm::in_group("a"_gid)}}), std::logic_error);
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
