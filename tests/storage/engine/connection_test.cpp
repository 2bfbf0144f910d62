// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/connection.h"

#include <doctest/doctest.h>

#include "storage/database.h"
#include "storage/drivers/sqlite.h"

using namespace roster::storage;

namespace {

struct Fixture {
    Database database = Database::memory();
    std::unique_ptr<Connection> writer = database.connect(true);
    std::unique_ptr<Connection> reader = database.connect(false);

    Fixture() { writer->run("CREATE TABLE oc_t (k INTEGER PRIMARY KEY, v VARCHAR(10))"); }

    std::int64_t count() { return reader->integer("SELECT COUNT(*) FROM oc_t"); }
    void add(const char* value) { writer->change("INSERT INTO oc_t (v) VALUES (?)", value); }
};

}  // namespace

TEST_CASE("rows come typed, and NULL is told apart from the empty text") {
    Fixture world;
    world.writer->change("INSERT INTO oc_t (k, v) VALUES (?, ?)", 7, std::string("x"));
    world.writer->change("INSERT INTO oc_t (k, v) VALUES (8, ?)", std::optional<std::string>());
    CHECK(world.reader->text("SELECT v FROM oc_t WHERE k = ?", 7) == "x");
    CHECK(world.reader->text("SELECT v FROM oc_t WHERE k = ?", 8) == std::nullopt);
    CHECK(world.reader->exists("SELECT 1 FROM oc_t WHERE v IS NULL"));
    CHECK(world.reader->texts("SELECT v FROM oc_t WHERE v IS NOT NULL").size() == 1);
    CHECK(world.reader->integer("SELECT k FROM oc_t WHERE v = ?", "nothing") == 0);
}

TEST_CASE("text is bound as it is, NUL bytes included") {
    Fixture world;
    const std::string text("a\0b", 3);
    world.writer->change("INSERT INTO oc_t (k, v) VALUES (1, ?)", text);
    CHECK(world.reader->text("SELECT v FROM oc_t WHERE k = 1") == text);
}

TEST_CASE("a connection for reading refuses to change anything") {
    Fixture world;
    CHECK_THROWS_AS(world.reader->change("INSERT INTO oc_t (v) VALUES ('x')"), NeedsWriter);
    CHECK(world.count() == 0);
}

TEST_CASE("what a call did is undone unless it closes well or kept it") {
    Fixture world;
    world.writer->open_call();
    world.add("kept");
    world.writer->keep_call();
    world.add("undone");
    world.writer->close_call(false);
    CHECK(world.reader->texts("SELECT v FROM oc_t") == std::vector<std::string>{"kept"});
    world.writer->open_call();
    world.add("good");
    world.writer->close_call(true);
    CHECK(world.count() == 2);
}

TEST_CASE("calls of a batch share one commit and are undone one by one") {
    Fixture world;
    world.writer->begin_batch();
    for (const bool good : {true, false, true}) {
        world.writer->open_call();
        world.add("x");
        world.writer->close_call(good);
    }
    CHECK(world.writer->integer("SELECT COUNT(*) FROM oc_t") == 2);
    world.writer->commit_batch();
    CHECK(world.count() == 2);
}

TEST_CASE("statements are counted, the frame of a unit of work is not") {
    Fixture world;
    const std::uint64_t before = world.writer->statements();
    world.writer->begin_batch();
    world.writer->open_call();
    world.add("x");
    world.writer->keep_call();
    CHECK(world.writer->integer("SELECT COUNT(*) FROM oc_t") == 1);
    world.writer->close_call(false);
    world.writer->commit_batch();
    CHECK(world.writer->statements() == before + 2);
    world.writer->run("DELETE FROM oc_t");
    CHECK(world.writer->integer_now("SELECT COUNT(*) FROM oc_t") == 0);
    CHECK(world.writer->statements() == before + 4);
}

TEST_CASE("a call without a statement opens no transaction") {
    Fixture world;
    world.writer->open_call();
    world.writer->close_call(true);
    world.writer->begin_batch();  // would fail inside an open transaction
    world.writer->commit_batch();
    CHECK(world.count() == 0);
}

TEST_CASE("another table prefix replaces the written one at the start of names only") {
    const Database database = Database::memory();
    Connection db(database.connect_driver(true), true, "nc_");
    db.run("CREATE TABLE nc_users (uid TEXT, x_oc_y TEXT)");
    CHECK(db.change("INSERT INTO oc_users (uid) VALUES (?)", "not oc_users") == 1);
    CHECK(db.change("UPDATE oc_users SET x_oc_y = ''") == 1);
    CHECK(db.text("SELECT u.uid FROM oc_users u WHERE u.uid = ?", "not oc_users") ==
          "not oc_users");
}

TEST_CASE("a statement that is wrong is an accident that names it") {
    Fixture world;
    CHECK_THROWS_WITH_AS(world.writer->integer("SELECT x FROM nowhere"),
                         doctest::Contains("SELECT x FROM nowhere"), DatabaseError);
}
