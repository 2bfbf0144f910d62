// SPDX-License-Identifier: Apache-2.0
// What servers say when they end, start, are overloaded or let others come first, and what that is
// for the caller: the same call again (Conflict), another connection (ConnectionLost), or neither.
#include <doctest/doctest.h>

#include <thread>

#include "storage/databases.h"
#include "storage/rows/user_rows.h"

using namespace roster;
using namespace roster::storage;

namespace {

bool is_postgres(const FreshDatabase& fresh) {
    return fresh.db.engine() == Engine::postgres;
}

// The same statement of this test in both dialects.
void run(FreshDatabase& fresh, const char* postgres, const char* mariadb) {
    fresh.db.run(is_postgres(fresh) ? postgres : mariadb);
}

// Ends the connection on the server, as a restart or a failing node does.
void cut(Connection& db) {
    try {
        if (db.engine() == Engine::postgres)
            db.text("SELECT pg_terminate_backend(pg_backend_pid())");
        else
            db.run("KILL CONNECTION_ID()");
    } catch (const DatabaseError&) {
        // The answer to that is the end of the connection.
    }
}

// A user of the server with little or no rights, for as long as the object lives.
class Guest {
  public:
    Guest(FreshDatabase& fresh, const std::string& limit) : fresh_(fresh) {
        drop();
        run(is_postgres(fresh) ? "CREATE ROLE outage_guest LOGIN " + limit
                               : "CREATE USER outage_guest@localhost " + limit);
    }
    Guest(const Guest&) = delete;
    ~Guest() { drop(); }

    ConnectionSettings location() const {
        ConnectionSettings location = fresh_.database.location();
        location.user = "outage_guest";
        return location;
    }
    void grant_everything() {
        run(is_postgres(fresh_)
                ? "GRANT ALL ON ALL TABLES IN SCHEMA public TO outage_guest"
                : "GRANT ALL ON " + location().name + ".* TO outage_guest@localhost");
    }

  private:
    void run(const std::string& sql) { fresh_.db.run(sql); }
    void drop() {
        if (!is_postgres(fresh_)) return run("DROP USER IF EXISTS outage_guest@localhost");
        run("DO $$BEGIN IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'outage_guest') THEN"
            " DROP OWNED BY outage_guest; DROP ROLE outage_guest; END IF; END$$");
    }

    FreshDatabase& fresh_;
};

}  // namespace

TEST_CASE("a lost connection is told, and made anew for the next call") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (!fresh.database.is_remote()) continue;
        CAPTURE(fresh.url);
        insert_row(fresh.db, "anna");
        cut(fresh.db);
        CHECK(is_there(fresh.db, "anna"));

        fresh.db.open_call();
        insert_row(fresh.db, "ben");
        cut(fresh.db);
        CHECK_THROWS_AS(insert_row(fresh.db, "cid"), ConnectionLost);
        CHECK_THROWS_AS(fresh.db.close_call(true), ConnectionLost);
        CHECK_FALSE(is_there(fresh.db, "ben"));
        insert_row(fresh.db, "ben");
        CHECK(is_there(fresh.db, "ben"));
    }
}

TEST_CASE("a connection that is lost during a commit says so") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (!fresh.database.is_remote()) continue;
        CAPTURE(fresh.url);
        const auto other = fresh.database.connect(true);
        const std::int64_t id =
            fresh.db.integer(fresh.db.engine() == Engine::postgres ? Sql("SELECT pg_backend_pid()")
                                                                   : Sql("SELECT CONNECTION_ID()"));
        fresh.db.open_call();
        insert_row(fresh.db, "anna");
        if (fresh.db.engine() == Engine::postgres)
            other->text("SELECT pg_terminate_backend(CAST(? AS INTEGER))", id);
        else
            other->run("KILL " + std::to_string(id));
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        try {
            fresh.db.close_call(true);
            FAIL("it was committed");
        } catch (const ConnectionLost& lost) {
            CHECK(lost.during_commit);
        }
    }
}

TEST_CASE("statements that the server has forgotten or outgrown are made anew") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (!is_postgres(fresh)) continue;
        CAPTURE(fresh.url);
        insert_row(fresh.db, "anna");
        REQUIRE(find_user(fresh.db, "anna"));
        fresh.db.run("DEALLOCATE ALL");
        CHECK_THROWS_AS(find_user(fresh.db, "anna"), ConnectionLost);
        CHECK(find_user(fresh.db, "anna"));

        const auto other = fresh.database.connect(true);
        other->run("ALTER TABLE oc_users ALTER COLUMN displayname TYPE VARCHAR(65)");
        CHECK_THROWS_AS(find_user(fresh.db, "anna"), ConnectionLost);
        CHECK(find_user(fresh.db, "anna"));
        other->run("ALTER TABLE oc_users ALTER COLUMN displayname TYPE VARCHAR(64)");
    }
}

TEST_CASE("a table that is changed between two calls changes nothing for them") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (fresh.db.engine() != Engine::mariadb) continue;
        CAPTURE(fresh.url);
        insert_row(fresh.db, "anna");
        REQUIRE(find_user(fresh.db, "anna"));
        fresh.db.run("ALTER TABLE oc_users MODIFY displayname VARCHAR(65)");
        CHECK(find_user(fresh.db, "anna"));
        fresh.db.run("ALTER TABLE oc_users MODIFY displayname VARCHAR(64)");
        CHECK(find_user(fresh.db, "anna"));
    }
}

TEST_CASE("a server that cannot be written to is left for another one") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (!fresh.database.is_remote()) continue;
        CAPTURE(fresh.url);
        Guest guest(fresh, "");
        guest.grant_everything();
        const auto db = Database(guest.location()).connect(true);
        REQUIRE_FALSE(is_there(*db, "anna"));
        // The test's own user may always write in MariaDB.
        if (is_postgres(fresh))
            db->run("SET default_transaction_read_only = on");
        else
            fresh.db.run("SET GLOBAL read_only = ON");
        CHECK_THROWS_AS(insert_row(*db, "anna"), ConnectionLost);
        if (!is_postgres(fresh)) fresh.db.run("SET GLOBAL read_only = OFF");
        insert_row(*db, "anna");
        CHECK(is_there(fresh.db, "anna"));
    }
}

TEST_CASE("a statement that the server ends is no accident of ours") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (!fresh.database.is_remote()) continue;
        CAPTURE(fresh.url);
        run(fresh, "SET statement_timeout = 50", "SET max_statement_time = 0.05");
        CHECK_THROWS_AS(run(fresh, "SELECT pg_sleep(2)", "SELECT SLEEP(2)"), ConnectionLost);
        CHECK_FALSE(is_there(fresh.db, "anna"));
    }
}

TEST_CASE("who waits too long for a lock gives way, and his transaction is undone") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (!fresh.database.is_remote()) continue;
        CAPTURE(fresh.url);
        insert_row(fresh.db, "anna");
        const auto other = fresh.database.connect(true);
        other->open_call();
        set_display_name(*other, "anna", "Other");
        run(fresh, "SET lock_timeout = 50", "SET innodb_lock_wait_timeout = 0");
        fresh.db.open_call();
        insert_row(fresh.db, "ben");
        CHECK_THROWS_AS(set_display_name(fresh.db, "anna", "Mine"), Conflict);
        fresh.db.abandon_call();
        other->close_call(true);
        CHECK_FALSE(is_there(fresh.db, "ben"));
        CHECK(find_user(fresh.db, "anna")->display_name() == "Other");
    }
}

TEST_CASE("of two that wait for each other one goes on, and the other one is told to try again") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (!fresh.database.is_remote()) continue;
        CAPTURE(fresh.url);
        for (const char* uid : {"anna", "ben"})
            insert_row(fresh.db, uid);
        const auto other = fresh.database.connect(true);
        int conflicts = 0;
        const auto second = [&conflicts](Connection& db, const char* uid) {
            try {
                set_display_name(db, uid, "Mine");
                db.close_call(true);
            } catch (const Conflict&) {
                ++conflicts;
                db.abandon_call();
            }
        };
        fresh.db.open_call();
        other->open_call();
        if (is_postgres(fresh))
            for (Connection* db : {&fresh.db, other.get()})
                db->run("SET LOCAL deadlock_timeout = 20");
        set_display_name(fresh.db, "anna", "Mine");
        set_display_name(*other, "ben", "Other");
        std::jthread waiting([&] { second(*other, "anna"); });
        second(fresh.db, "ben");
        waiting.join();
        CHECK(conflicts == 1);
    }
}

TEST_CASE("a server without room for one more connection may have it later") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (!fresh.database.is_remote()) continue;
        CAPTURE(fresh.url);
        Guest guest(fresh,
                    is_postgres(fresh) ? "CONNECTION LIMIT 1" : "WITH MAX_USER_CONNECTIONS 1");
        guest.grant_everything();
        auto first = Database(guest.location()).connect(true);
        CHECK_FALSE(is_there(*first, "anna"));
        const auto second = Database(guest.location()).connect(true);
        CHECK_THROWS_AS(is_there(*second, "anna"), ConnectionLost);
        first.reset();
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        CHECK_FALSE(is_there(*second, "anna"));
    }
}

TEST_CASE("who is turned away by a server that is well need not wait for it") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (!fresh.database.is_remote()) continue;
        CAPTURE(fresh.url);
        CHECK_FALSE(fresh.database.turns_away());
        ConnectionSettings unknown = fresh.database.location();
        unknown.name = "no_such_database";
        CHECK(Database(unknown).turns_away());
        ConnectionSettings stranger = fresh.database.location();
        stranger.user = "nobody_knows";
        CHECK(Database(stranger).turns_away());
        ConnectionSettings silent = fresh.database.location();
        silent.hosts = {{.socket = "/nowhere"}};
        CHECK_FALSE(Database(silent).turns_away());
        CHECK_THROWS_AS(Database(silent).connect(true)->exists("SELECT 1"), ConnectionLost);
    }
}
