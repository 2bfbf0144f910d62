// SPDX-License-Identifier: Apache-2.0
// What every driver owes: values, undoing, and telling apart what another run may settle.
#include <doctest/doctest.h>

#include <thread>

#include "storage/databases.h"
#include "storage/logins/token_rows.h"
#include "storage/records/user_locks.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

using namespace roster;
using namespace roster::storage;

TEST_CASE("numbers, texts, truth values and NULL come back as they were bound") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        insert_token(fresh.db, {.uid = "Ünal"_uid,
                                .login_name = "",
                                .password_cipher = std::nullopt,
                                .name = "a phone",
                                .hash = "h",
                                .last_activity = 4'000'000,
                                .scope = "",
                                .password_invalid = true});
        const Token token = find_token(fresh.db, "h").value();
        CHECK(token.uid == "Ünal");
        CHECK(token.login_name.empty());
        CHECK_FALSE(token.password_cipher);
        CHECK(token.scope == "");
        CHECK(token.last_activity == 4'000'000);
        CHECK(token.password_invalid);
        set_token_password(fresh.db, token.id, "p", "q");
        CHECK_FALSE(find_token(fresh.db, "h")->password_invalid);
    }
}

TEST_CASE("an update counts the rows it found, changed or not") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        insert_row(fresh.db, "anna");
        for (int time = 0; time < 2; ++time)
            CHECK(fresh.db.change("UPDATE oc_users SET password = 'x' WHERE uid = 'anna'") == 1);
        CHECK(fresh.db.change("UPDATE oc_users SET password = 'x' WHERE uid = 'ben'") == 0);
    }
}

TEST_CASE("a call that ends badly leaves what it kept and nothing else") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        fresh.db.open_call();
        insert_row(fresh.db, "kept");
        fresh.db.keep_call();
        insert_row(fresh.db, "undone");
        fresh.db.close_call(false);
        fresh.db.open_call();
        insert_row(fresh.db, "abandoned");
        fresh.db.keep_call();
        fresh.db.abandon_call();
        CHECK(is_there(fresh.db, "kept"));
        CHECK_FALSE(is_there(fresh.db, "undone"));
        CHECK_FALSE(is_there(fresh.db, "abandoned"));
    }
}

TEST_CASE("what another transaction took meanwhile is a conflict, which undoes the call") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (fresh.db.dialect().one_writer) continue;
        CAPTURE(fresh.url);
        insert_row(fresh.db, "anna");
        fresh.db.open_call();
        insert_row(fresh.db, "ben");
        CHECK_THROWS_AS(insert_row(fresh.db, "anna"), Conflict);
        fresh.db.abandon_call();
        CHECK_FALSE(is_there(fresh.db, "ben"));
    }
}

TEST_CASE("text that does not fit is an accident, and no conflict") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (!fresh.db.dialect().checks_lengths) continue;
        CAPTURE(fresh.url);
        const Group group{.gid = "g"_gid, .display_name = std::string(256, 'x')};
        try {
            insert_group(fresh.db, group);
            FAIL("it was stored");
        } catch (const Conflict&) {
            FAIL("it is no conflict");
        } catch (const DatabaseError&) {
            CHECK_FALSE(find_group(fresh.db, "g"));
        }
    }
}

TEST_CASE("who claims an account waits for the one who has, and then sees what that one left") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (fresh.db.dialect().one_writer) continue;
        CAPTURE(fresh.url);
        const auto other = fresh.database.connect(true);
        insert_row(fresh.db, "anna");
        fresh.db.open_call();
        lock_user(fresh.db, "anna");
        bool seen = true;
        std::jthread waiting([&] {
            for (;;) {
                try {
                    other->open_call();
                    lock_user(*other, "anna");
                    seen = is_there(*other, "anna");
                    other->close_call(true);
                    return;
                } catch (const Conflict&) {
                    other->abandon_call();
                }
            }
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        delete_user(fresh.db, "anna");
        fresh.db.close_call(true);
        waiting.join();
        CHECK_FALSE(seen);
    }
}

TEST_CASE("a second installation in the same database is refused, and the first one stays") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (!fresh.database.is_remote()) continue;
        CAPTURE(fresh.url);
        CHECK_THROWS_AS(fresh.database.install(0), DatabaseError);
        CHECK(find_group(fresh.db, "admin"));
    }
}

TEST_CASE("what a reader remembers ends when somebody changes the database, and not before") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        insert_row(fresh.db, "anna");
        const auto reader = fresh.database.connect(false);
        int looks = 0;
        const auto name = [&] {
            reader->open_call();
            const auto found = reader->remembered("anna", [&] {
                ++looks;
                return find_user(*reader, "anna")->display_name();
            });
            reader->close_call(true);
            return found;
        };
        CHECK(name() == "anna");
        // On a server others of its databases count as somebody.
        bool kept = false;
        for (int time = 0; time < 100 && !kept; ++time) {
            const int before = looks;
            CHECK(name() == "anna");
            kept = looks == before;
        }
        CHECK(kept == (fresh.db.engine() != Engine::mariadb));
        set_display_name(fresh.db, "anna", "Anna A");
        CHECK(name() == "Anna A");
        if (fresh.db.dialect().one_writer) continue;
        fresh.db.open_call();
        set_display_name(fresh.db, "anna", "Anna B");
        CHECK(name() == "Anna A");
        fresh.db.close_call(true);
        CHECK(name() == "Anna B");
    }
}
