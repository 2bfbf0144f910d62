// SPDX-License-Identifier: Apache-2.0
#include "storage/records/change_rows.h"

#include <doctest/doctest.h>

#include <thread>

#include "storage/databases.h"

using namespace roster;
using namespace roster::storage;

namespace {

void append(Connection& db, const std::string& subject, std::int64_t occurred = 100) {
    append_changes(db, {{.occurred = occurred,
                         .kind = "user.edit",
                         .subject_kind = "user",
                         .subject = subject,
                         .fields = R"({"email":{"after":"a@example.org"}})"}});
}

void append_at_once(Connection& db, const std::string& subject, std::int64_t occurred = 100) {
    db.open_call();
    append(db, subject, occurred);
    db.close_call(true);
}

void number_at_once(Connection& db) {
    db.open_call();
    number_changes(db, 100);
    db.close_call(true);
}

std::vector<std::string> subjects_after(Connection& db, std::int64_t number) {
    std::vector<std::string> subjects;
    for (const ChangeRow& row : changes_after(db, number, 100))
        subjects.push_back(row.subject);
    return subjects;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("entries are numbered without gaps in the order in which they were written") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        CHECK(last_change_number(fresh.db) == 0);
        for (const char* subject : {"anna", "ben", "carl"})
            append_at_once(fresh.db, subject);
        // Where writers take turns each entry has its number at once.
        CHECK(subjects_after(fresh.db, 0).empty() != fresh.db.dialect().one_writer);
        number_at_once(fresh.db);
        number_at_once(fresh.db);
        append_at_once(fresh.db, "dora");
        number_at_once(fresh.db);
        CHECK(subjects_after(fresh.db, 0) == Texts{"anna", "ben", "carl", "dora"});
        CHECK(subjects_after(fresh.db, 3) == Texts{"dora"});
        CHECK(last_change_number(fresh.db) == 4);
    }
}

TEST_CASE("a reader meets what is committed late, behind what it has seen before") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        if (fresh.db.dialect().one_writer) continue;  // Nobody is late there: writers take turns.
        const auto late = fresh.database.connect(true);
        late->open_call();
        append(*late, "late");
        append_at_once(fresh.db, "early");
        number_at_once(fresh.db);
        CHECK(subjects_after(fresh.db, 0) == Texts{"early"});
        const std::int64_t seen = last_change_number(fresh.db);
        late->close_call(true);
        number_at_once(fresh.db);
        CHECK(subjects_after(fresh.db, seen) == Texts{"late"});
        CHECK(subjects_after(fresh.db, 0) == Texts{"early", "late"});
    }
}

TEST_CASE("readers that give numbers at the same time give each entry one, and no number twice") {
    constexpr int kEntries = 60, kReaders = 4;
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        if (fresh.db.dialect().one_writer) continue;
        for (int i = 0; i < kEntries; ++i)
            append_at_once(fresh.db, "user" + std::to_string(i));
        {
            std::vector<std::jthread> readers;
            for (int reader = 0; reader < kReaders; ++reader)
                readers.emplace_back([&fresh] {
                    const auto db = fresh.database.connect(true);
                    for (int tries = 0; tries < 20; ++tries) {
                        try {
                            db->open_call();
                            number_changes(*db, 10);
                            db->close_call(true);
                        } catch (const Conflict&) {
                            db->abandon_call();
                        }
                    }
                });
        }
        std::vector<std::int64_t> numbers;
        for (const ChangeRow& row : changes_after(fresh.db, 0, 2 * kEntries))
            numbers.push_back(row.number);
        REQUIRE(numbers.size() == kEntries);
        for (int i = 0; i < kEntries; ++i)
            CHECK(numbers[static_cast<std::size_t>(i)] == i + 1);
    }
}

TEST_CASE("of a deleted user no more than the uid stays, and others keep what they have") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        append_at_once(fresh.db, "anna");
        append_at_once(fresh.db, "ben");
        fresh.db.open_call();
        append_changes(fresh.db, {{.occurred = 100,
                                   .kind = "group.edit",
                                   .subject_kind = "group",
                                   .subject = "anna",
                                   .fields = R"({"displayname":{"after":"Anna's"}})"}});
        reduce_changes_of_user(fresh.db, "anna");
        number_changes(fresh.db, 100);
        fresh.db.close_call(true);
        const std::vector<ChangeRow> rows = changes_after(fresh.db, 0, 10);
        REQUIRE(rows.size() == 3);
        CHECK(rows[0].fields == "{}");
        CHECK(rows[1].fields != "{}");
        CHECK(rows[2].fields != "{}");
    }
}

TEST_CASE("old entries are removed, and numbers go on behind them") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        append_at_once(fresh.db, "anna", 100);
        append_at_once(fresh.db, "ben", 200);
        number_at_once(fresh.db);
        delete_changes_before(fresh.db, 200);
        CHECK(subjects_after(fresh.db, 0) == Texts{"ben"});
        CHECK(first_change_number(fresh.db) == 2);
        delete_changes_before(fresh.db, 1000);
        CHECK(subjects_after(fresh.db, 0).empty());
        append_at_once(fresh.db, "carl", 300);
        number_at_once(fresh.db);
        CHECK(last_change_number(fresh.db) == 3);
    }
}

TEST_CASE("an entry that is removed unread takes its number with it") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        for (const char* subject : {"anna", "ben"})
            append_at_once(fresh.db, subject, 100);
        append_at_once(fresh.db, "carl", 200);
        delete_changes_before(fresh.db, 200);
        // Where writers take turns the third has its number, too.
        CHECK(last_change_number(fresh.db) == (fresh.db.dialect().one_writer ? 3 : 2));
        number_at_once(fresh.db);
        CHECK(first_change_number(fresh.db) == 3);
        append_at_once(fresh.db, "dora", 100);
        delete_changes_before(fresh.db, 1000);
        CHECK(last_change_number(fresh.db) == 4);
    }
}
