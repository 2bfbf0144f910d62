// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/people_index.h"

#include <doctest/doctest.h>

#include <random>

#include "storage/people.h"

using namespace roster;
using namespace roster::storage;

namespace {

std::string draw_name(std::mt19937& random) {
    static const Texts kParts{"Ann", "anna", "Ben", "Änne", "Zoe", "_x", "Anna Maria", "an"};
    return random() % 5 == 0 ? "" : kParts[random() % kParts.size()] + std::to_string(random() % 9);
}

}  // namespace

TEST_CASE("a page of the people index is what the tables say, however far behind it is") {
    People people;
    std::mt19937 random(7);
    for (int i = 0; i < 150; ++i)
        people.add("u" + std::to_string(random() % 100'000) + "-" + std::to_string(i),
                   draw_name(random), random() % 3 ? "" : "a" + std::to_string(i) + "@example.org");
    CHECK(people.changes() == 150);
    people.check_all();
    fold_people_changes(people.db, 60);
    CHECK(people.changes() == 90);
    people.check_all();
    fold_people_changes(people.db, 1000);
    CHECK(people.changes() == 0);
    people.check_all();
    for (const std::string& uid : people.expected("", 60, 20)) {
        if (random() % 3 == 0)
            delete_user(people.db, uid);
        else if (random() % 2 == 0)
            set_display_name(people.db, uid, draw_name(random));
        else
            set_preference(people.db, uid, "settings", "email", "anna@x.example", {});
    }
    people.check_all();
    fold_people_changes(people.db, 1000);
    people.check_all();
    build_people_index(people.db);
    people.check_all();
}

TEST_CASE("triggers see what any program changes") {
    People people;
    people.add("ann", "Ann", "ann@example.org");
    fold_people_changes(people.db, 10);
    people.db.run("UPDATE oc_users SET uid = 'bea', uid_lower = 'bea' WHERE uid = 'ann'");
    people.db.run("UPDATE oc_preferences SET userid = 'bea' WHERE userid = 'ann'");
    people.check("ann", 10, 0);
    people.check("bea", 10, 0);
    fold_people_changes(people.db, 10);
    people.check("ann", 10, 0);
    people.db.run("DELETE FROM oc_preferences WHERE userid = 'bea'");
    people.check("example", 10, 0);
    people.db.run("UPDATE oc_users SET password = 'x'");
    CHECK(people.changes() == 1);
}

TEST_CASE("pages of the people index split, and deep offsets find their page") {
    People people;
    people.db.open_call();
    for (int i = 0; i < 5000; ++i) {
        people.add("user" + std::to_string(i), i % 2 ? "Name " + std::to_string(i) : "");
        if (i % 500 == 0) fold_people_changes(people.db, 1000);
    }
    fold_people_changes(people.db, 10'000);
    CHECK(people.db.integer("SELECT COUNT(*) FROM roster_people_pages") > 2);
    for (const std::int64_t offset :
         {0, 1, 256, 257, 511, 512, 1023, 1024, 2499, 2500, 3777, 4990, 5000})
        people.check("", 25, offset);
    people.check("name 49", 25, 30);
    people.db.close_call(true);
}

TEST_CASE("letters that nearly everybody has are not looked for, and change no answer") {
    People people;
    people.db.open_call();
    for (int i = 0; i < 1200; ++i)
        people.add("member" + std::to_string(i), i % 3 ? "Ann " + std::to_string(i) : "",
                   i % 2 ? "member" + std::to_string(i) + "@example.org" : "");
    build_people_index(people.db);
    CHECK(people.db.exists("SELECT 1 FROM roster_people_common WHERE trigram = 'mem'"));
    CHECK_FALSE(people.db.exists("SELECT 1 FROM roster_people_common WHERE trigram = '117'"));
    for (const char* search :
         {"member", "member117", "MEMBER11", "r117", "example", "ann 1", "mbx"})
        for (const std::int64_t offset : {0, 3, 500})
            people.check(search, 25, offset);
    // However long the search is: its first letters may all be common, and no others are looked at.
    const std::string common = "membermembermembermembermembermembermembermembermembermembermember";
    people.add("long", common + "117 and so on");
    fold_people_changes(people.db, 10);
    people.check(common + "117", 25, 0);
    people.check(common + "118", 25, 0);
    people.check(std::string(20'000, 'x'), 25, 0);
    people.db.close_call(true);
}

TEST_CASE("a search that the index cannot answer is left to the tables") {
    People people;
    CHECK_FALSE(page_of_people(people.db, "a\nb", 5, 0));
    CHECK_FALSE(page_of_people(people.db, "\xFF\xFE\xFD", 5, 0));
    people.database.remove_people_index();
    CHECK_FALSE(page_of_people(people.db, "", 5, 0));
    people.database.add_people_index();
    people.add("ann", "Ann");
    people.check("ann", 5, 0);
}

TEST_CASE("a directory that grows learns which letters are common") {
    People people;
    PeopleKeeper keeper;
    const auto is_common = [&](const char* trigram) {
        return people.db.exists("SELECT 1 FROM roster_people_common WHERE trigram = ?",
                                std::string(trigram));
    };
    const auto add = [&](const std::string& name, int count) {
        people.db.open_call();
        for (int i = 0; i < count; ++i)
            people.add(name + std::to_string(i));
        people.db.close_call(true);
        while (keeper.tend(people.db, false)) {
        }
        CHECK(people.changes() == 0);
    };
    add("xyz", 400);
    CHECK_FALSE(is_common("xyz"));
    add("member", 600);
    CHECK(is_common("mem"));
    CHECK_FALSE(is_common("xyz"));
    add("abc", 900);
    CHECK_FALSE(is_common("abc"));  // Twice as many have not come yet.
    add("def", 200);
    CHECK(is_common("abc"));
    CHECK(is_common("mem"));
    CHECK_FALSE(is_common("xyz"));
    people.check("member77", 25, 0);
}

TEST_CASE("what a call writes is on the disk, whatever the index did before") {
    People people;
    const auto level = [&people] { return people.db.integer_now("PRAGMA synchronous"); };
    constexpr std::int64_t kNormal = 1, kFull = 2;
    people.add("ann");
    PeopleKeeper keeper;
    keeper.tend(people.db, false);
    CHECK(people.changes() == 0);
    CHECK(level() == kNormal);
    people.db.open_call();
    people.add("ben");
    CHECK(level() == kFull);
    people.db.close_call(true);
    keeper.tend(people.db, false);
    people.db.begin_batch();
    CHECK(level() == kFull);
    people.db.commit_batch();
}

TEST_CASE("the common letters of many accounts are noted piece by piece") {
    People people;
    people.db.open_call();
    for (int i = 0; i < 6000; ++i)
        people.add("somebody" + std::to_string(i), "A name of some length");
    people.db.close_call(true);
    fold_people_changes(people.db, 10'000);
    PeopleKeeper keeper;
    int pieces = 1;
    while (keeper.tend(people.db, false))
        ++pieces;
    CHECK(pieces > 2);
    const Texts noted = people.db.texts("SELECT trigram FROM roster_people_common");
    CHECK_FALSE(keeper.tend(people.db, false));
    build_people_index(people.db);
    CHECK(noted.size() > 20);
    CHECK(noted == people.db.texts("SELECT trigram FROM roster_people_common"));
}

TEST_CASE("an index that an older version has made is completed") {
    People people;
    for (int i = 0; i < 600; ++i)
        people.add("member" + std::to_string(i));
    CHECK_FALSE(has_old_people_index(people.db));
    // It had other columns, and others were noted.
    people.db.run("DROP TABLE roster_people_pages");
    people.db.run("CREATE TABLE roster_people_pages (first_place INTEGER PRIMARY KEY, people)");
    people.db.run("DROP TRIGGER roster_people_new");
    CHECK(has_old_people_index(people.db));
    CHECK_FALSE(page_of_people(people.db, "", 25, 0));
    PeopleKeeper keeper;
    CHECK_FALSE(keeper.tend(people.db, false));
    people.add("newcomer");
    complete_people_index(people.db);
    CHECK_FALSE(has_old_people_index(people.db));
    CHECK_FALSE(keeper.tend(people.db, false));
    CHECK(people.changes() == 0);
    CHECK(people.db.exists("SELECT 1 FROM roster_people_common WHERE trigram = 'mem'"));
    people.check("member5", 25, 5);
    people.check("newcomer", 25, 0);
    people.add("another");
    people.check("another", 25, 0);
}

TEST_CASE("an index that is not as it was noted is made anew") {
    People people;
    people.add("ann", "Ann");
    people.add("ben", "Ben");
    fold_people_changes(people.db, 10);
    people.db.run("UPDATE roster_people SET sort_name = '_x' WHERE uid = 'ann'");
    people.check("ann", 10, 0);
    set_display_name(people.db, "ann", "Zoe");
    people.check("", 10, 0);
    fold_people_changes(people.db, 10);
    CHECK(people.db.integer("SELECT COUNT(*) FROM roster_people") == 2);
    people.check("", 10, 0);
    people.check("zoe", 10, 0);
}
