// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/unit_of_work.h"

#include <doctest/doctest.h>

#include <future>
#include <memory>
#include <stdexcept>

#include "storage/databases.h"

using namespace roster::storage;

namespace {

using Uids = std::vector<std::string>;

Uids added(Connection& db) {
    return db.texts("SELECT uid FROM oc_users WHERE uid LIKE 'u%' ORDER BY uid");
}

void take_back(Connection& db) {
    const Savepoint savepoint(db);
    insert_row(db, "u-undone");
}

}  // namespace

TEST_CASE("a savepoint undoes what it has done, unless it is released, at any depth") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        db.open_call();
        insert_row(db, "u1");
        take_back(db);
        {
            Savepoint outer(db);
            insert_row(db, "u2");
            take_back(db);
            {
                Savepoint inner(db);
                insert_row(db, "u3");
                take_back(db);
                inner.release();
            }
            {
                const Savepoint inner(db);
                insert_row(db, "u4");
                Savepoint released(db);
                insert_row(db, "u5");
                released.release();
            }
            outer.release();
        }
        db.close_call(true);
        CHECK(added(db) == Uids{"u1", "u2", "u3"});
    }
}

TEST_CASE("what a savepoint was to keep goes only with what is around it") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        const auto keep_half = [&db](const std::string& first, const std::string& second) {
            Savepoint savepoint(db);
            insert_row(db, first);
            db.keep_call();
            insert_row(db, second);
            savepoint.roll_back();
        };
        db.open_call();
        insert_row(db, "u1");
        keep_half("u2", "u3");
        db.keep_call();
        keep_half("u4", "u5");
        CHECK(added(db) == Uids{"u1", "u2", "u4"});
        db.close_call(false);
        CHECK(added(db) == Uids{"u1", "u2"});

        db.open_call();
        keep_half("u6", "u7");
        db.keep_call();
        db.abandon_call();
        CHECK(added(db) == Uids{"u1", "u2"});
    }
}

TEST_CASE("savepoints stand in the calls of a batch, and end with them") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        db.begin_batch();
        for (const std::string uid : {"u1", "u2"}) {
            db.open_call();
            insert_row(db, uid);
            db.keep_call();
            Savepoint savepoint(db);
            insert_row(db, uid + "-released");
            savepoint.release();
            take_back(db);
            db.close_call(uid == "u2");
        }
        db.open_call();
        auto left = std::make_unique<Savepoint>(db);
        insert_row(db, "u3");
        db.abandon_call();
        left.reset();
        db.commit_batch();
        CHECK(added(*fresh.database.connect(true)) == Uids{"u1", "u2", "u2-released"});
    }
}

TEST_CASE("a statement that fails leaves what is around its savepoint") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        db.open_call();
        insert_row(db, "u1");
        for (int i = 0; i < 2; ++i) {
            const auto fail = [&db] {
                Savepoint savepoint(db);
                insert_row(db, "u2");
                insert_row(db, "u1");  // is there already
                savepoint.release();
            };
            CHECK_THROWS_AS(fail(), DatabaseError);
        }
        CHECK_THROWS_AS(
            [&db] {
                const Savepoint savepoint(db);
                db.integer("SELECT no_such_column FROM oc_users");
            }(),
            DatabaseError);
        insert_row(db, "u3");
        db.close_call(true);
        CHECK(added(db) == Uids{"u1", "u3"});
    }
}

TEST_CASE("a savepoint by itself is a transaction, and none without a statement") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        {
            const Savepoint without(db);
            Savepoint both(db);
            both.release();
        }
        const auto reader = fresh.database.connect(false);
        Savepoint savepoint(db);
        insert_row(db, "u1");
        if (fresh.database.is_remote()) CHECK(added(*reader).empty());
        savepoint.release();
        CHECK(added(*reader) == Uids{"u1"});
        reader->open_call();
        Savepoint of_reader(*reader);
        CHECK_THROWS_AS(reader->change("DELETE FROM oc_users"), NeedsWriter);
        of_reader.release();
        reader->close_call(true);
    }
}

TEST_CASE("units beyond the limit are refused, and those within it stay good") {
    Database database = Database::memory();
    database.install(0);
    const auto db = database.connect(true);
    std::vector<std::unique_ptr<Savepoint>> savepoints;
    while (savepoints.size() < UnitOfWork::kMostUnits) {
        savepoints.push_back(std::make_unique<Savepoint>(*db));
        insert_row(*db, "u" + std::to_string(savepoints.size()));
        db->keep_call();
    }
    CHECK_THROWS_AS(Savepoint{*db}, std::logic_error);
    for (; !savepoints.empty(); savepoints.pop_back())
        savepoints.back()->release();
    CHECK(added(*db).size() == UnitOfWork::kMostUnits);
}

TEST_CASE("after a deadlock nothing goes on as if the transaction were there") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (fresh.db.engine() != Engine::mariadb) continue;
        CAPTURE(fresh.url);
        Connection& db = fresh.db;
        const auto other = fresh.database.connect(true);
        const auto hold = [](Connection& holder, std::string_view uid) {
            holder.change("UPDATE oc_users SET displayname = 'held' WHERE uid = ?", uid);
        };
        for (const std::string uid : {"u1", "u2"})
            insert_row(db, uid);
        // The server undoes the one that has changed less.
        other->open_call();
        for (int i = 0; i < 50; ++i)
            insert_row(*other, "other" + std::to_string(i));
        hold(*other, "u2");
        db.open_call();
        insert_row(db, "u3");
        hold(db, "u1");
        auto waiting = std::async(std::launch::async, [&] { hold(*other, "u1"); });
        CHECK_THROWS_AS(
            [&] {
                const Savepoint savepoint(db);
                hold(db, "u2");
            }(),
            Conflict);
        // Else it would stand alone, and last.
        CHECK_THROWS_AS(insert_row(db, "u4"), Conflict);
        CHECK_THROWS_AS(take_back(db), Conflict);
        CHECK_THROWS_AS(db.close_call(true), Conflict);
        waiting.get();
        other->abandon_call();
        CHECK(added(db) == Uids{"u1", "u2"});
        insert_row(db, "u5");
        CHECK(added(db) == Uids{"u1", "u2", "u5"});
    }
}
