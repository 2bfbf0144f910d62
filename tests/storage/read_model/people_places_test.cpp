// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/people_places.h"

#include <doctest/doctest.h>

#include <random>

#include "storage/people.h"

using namespace roster;
using namespace roster::storage;

TEST_CASE("where there is no number left between two neighbours, the order stays") {
    People people;
    people.add("a", "A");
    people.add("z", "Z");
    fold_people_changes(people.db, 10);
    people.db.run(
        "UPDATE roster_people SET place = 131072 +"
        " (SELECT place FROM roster_people WHERE uid = 'a') WHERE uid = 'z'");
    for (int i = 40; i > 0; --i) {
        people.add("n" + std::to_string(i), "N" + std::to_string(i));
        fold_people_changes(people.db, 1);
    }
    for (const std::int64_t offset : {0, 3, 17, 40})
        people.check("", 5, offset);
    people.add("none", "Anna");
    people.check("", 50, 1);
}

TEST_CASE("numbered names in any order find places for themselves") {
    People people;
    people.db.open_call();
    people.add("a", "A");
    people.add("zz", "Z");
    fold_people_changes(people.db, 10);
    for (int i = 0; i < 3000; ++i) {
        people.add("new-" + std::to_string(i));
        if (i % 100 == 99) fold_people_changes(people.db, 1000);
    }
    people.check("", 25, 1234);
    people.db.close_call(true);
    // Nobody had to share the shelf of another, so pages can be split anywhere.
    CHECK(people.shelves() == 3002);
    CHECK(people.db.integer("SELECT MAX(people) FROM roster_people_pages") <= 2 * 256 + 256);
}

TEST_CASE("accounts that get numbered names again and again do not crowd") {
    People people;
    people.db.open_call();
    for (int i = 0; i < 1500; ++i)
        people.add("u" + std::to_string(i), "A person");
    fold_people_changes(people.db, 1000);
    std::mt19937 random(3);
    for (int i = 0; i < 8000; ++i) {
        set_display_name(people.db, "u" + std::to_string(random() % 1500),
                         "Name " + std::to_string(100'000 + i));
        if (i % 128 == 127) fold_people_changes(people.db, 1000);
    }
    fold_people_changes(people.db, 1000);
    for (const std::int64_t offset : {0, 100, 1480})
        people.check("", 25, offset);
    CHECK(people.shelves() == 1500);
    people.db.close_call(true);
}

TEST_CASE("many who come in order, some at a time, find places of their own in one gap") {
    People people;
    people.db.open_call();
    people.add("a");
    people.add("z");
    build_people_index(people.db);
    for (int i = 0; i < 8000; ++i) {
        people.add("new-" + std::to_string(100'000 + i));
        if (i % 64 == 63) fold_people_changes(people.db, 1000);
    }
    fold_people_changes(people.db, 1000);
    for (const std::int64_t offset : {0, 4000, 7990})
        people.check("", 25, offset);
    CHECK(people.shelves() == 8002);
    people.db.close_call(true);
}

TEST_CASE("names in no order find places of their own in one gap, and stay in order") {
    People people;
    people.db.open_call();
    people.add("first", "A");
    people.add("last", "Z");
    for (int i = 0; i < 6000; ++i)
        people.add("u" + std::to_string(i), "B");
    build_people_index(people.db);
    people.mark();
    std::mt19937 random(5);
    for (int i = 0; i < 20'000; ++i) {
        set_display_name(people.db, "u" + std::to_string(i % 6000),
                         "Name " + std::to_string(random() % 10'000'000));
        if (i % 256 == 255) fold_people_changes(people.db, 1000);
    }
    fold_people_changes(people.db, 1000);
    for (const std::int64_t offset : {0, 100, 3000, 5980})
        people.check("", 25, offset);
    // It was never made anew.
    CHECK(people.is_marked());
    CHECK(people.shelves() > 5500);
    people.db.close_call(true);
}

TEST_CASE("entries are found again by who they were of, through splits, ties and moves") {
    People people;
    std::mt19937 random(11);
    const auto draw = [&random] {
        // Many of the same name, many in one spot, and many all over.
        static const Texts kNames{"Same", "Name ", "Spot ", ""};
        const std::string& name = kNames[random() % kNames.size()];
        if (name.empty()) return std::string(1, static_cast<char>('a' + random() % 26)) + "x";
        return name == "Same" ? name : name + std::to_string(random() % 3000);
    };
    people.db.open_call();
    for (int i = 0; i < 2500; ++i)
        people.add("u" + std::to_string(i), i % 4 ? draw() : "", i % 3 ? "" : "m@x.example");
    build_people_index(people.db);
    people.mark();
    for (int round = 0; round < 60; ++round) {
        for (int i = 0; i < 40; ++i) {
            const std::string uid = "u" + std::to_string(random() % 2700);
            const auto kind = random() % 8;
            if (kind == 0)
                delete_user(people.db, uid);
            else if (kind == 1)
                set_preference(people.db, uid, "settings", "email", draw() + "@x", {});
            else if (kind == 2 && !people.db.exists("SELECT 1 FROM oc_users WHERE uid = ?", uid))
                people.add(uid, draw());
            else
                set_display_name(people.db, uid, draw());
        }
        if (round % 10 == 0)
            for (const std::int64_t offset : {0, 300, 1111, 2000, 2400})
                people.check("", 25, offset);
        fold_people_changes(people.db, 25 + static_cast<std::int64_t>(random() % 30));
    }
    people.check("name 1", 25, 3);
    fold_people_changes(people.db, 10'000);
    for (const std::int64_t offset : {0, 300, 1111, 2000, 2400})
        people.check("", 25, offset);
    people.check("name 1", 25, 3);
    // It was never made anew.
    CHECK(people.is_marked());
    CHECK(people.db.integer("SELECT SUM(people) FROM roster_people_pages") ==
          people.db.integer("SELECT COUNT(*) FROM oc_users"));
    people.db.close_call(true);
}
