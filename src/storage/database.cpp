// SPDX-License-Identifier: Apache-2.0
#include "storage/database.h"

#include <fmt/core.h>

#include <atomic>
#include <filesystem>

#include "storage/drivers/mariadb.h"
#include "storage/drivers/postgres.h"
#include "storage/drivers/sqlite.h"
#include "storage/read_model/list_indexes.h"
#include "storage/read_model/object_rows.h"
#include "storage/read_model/people_index.h"
#include "storage/read_model/postgres_indexes.h"
#include "storage/schema/catalog.h"
#include "storage/schema/schema.h"
#include "storage/schema/seed_data.h"

namespace roster::storage {

namespace {

// With everything else that add_people_index() creates.
void drop_people_index(Connection& db) {
    for (const auto statements :
         {drop_people_index_statements, drop_list_index_statements, drop_object_statements})
        db.run(statements());
}

}  // namespace

Database Database::file(const std::string& path) {
    return Database(ConnectionSettings{.path = path});
}

Database Database::memory() {
    static std::atomic<int> count = 0;
    Database database = file(fmt::format("file:/roster-{}?vfs=memdb", ++count));
    database.keeper_ = open_sqlite(database.location_.path, true, true);
    return database;
}

std::unique_ptr<Connection> Database::connect(bool writable) const {
    return std::make_unique<Connection>(connect_driver(writable), writable, location_.prefix);
}

std::unique_ptr<Driver> Database::connect_driver(bool writable) const {
    return open(writable, false);
}

std::unique_ptr<Driver> Database::open(bool writable, bool create) const {
    switch (location_.engine) {
        case Engine::sqlite:
            return open_sqlite(location_.path, writable, create);
        case Engine::postgres:
            if (create) create_postgres_database(location_);
            return open_postgres(location_);
        case Engine::mariadb:
            if (create) create_mariadb_database(location_);
            return open_mariadb(location_);
    }
    throw std::logic_error("an engine without a driver");
}

bool Database::turns_away() const {
    return location_.engine == Engine::postgres  ? postgres_turns_away(location_)
           : location_.engine == Engine::mariadb ? mariadb_turns_away(location_)
                                                 : false;
}

std::unique_ptr<Connection> Database::create() const {
    return std::make_unique<Connection>(open(true, true), true, location_.prefix);
}

void Database::install(std::int64_t now) const {
    const std::unique_ptr<Connection> opened = create();
    Connection& db = *opened;
    std::size_t made = 0;
    try {
        db.open_call();
        for (const std::string& statement : create_statements(location_.engine, location_.prefix)) {
            db.run(statement);
            ++made;
        }
        insert_seed_rows(db, now);
        db.close_call(true);
        add_people_index();
    } catch (const DatabaseError&) {
        db.abandon_call();
        if (location_.engine == Engine::mariadb) drop_first_tables(db, made);
        throw;
    }
}

// MariaDB cannot roll back the creation of a table. Only the tables created just now are dropped.
void Database::drop_first_tables(Connection& db, std::size_t count) const {
    std::vector<std::string> statements = drop_statements(location_.prefix);
    statements.resize(count);
    db.run(statements);
}

void Database::add_own_tables() const {
    Connection db(open(true, false), true, location_.prefix);
    // Checking is cheap; on a cluster every schema statement stops all nodes.
    if (has_own_tables(db)) return;
    db.run(own_create_statements(location_.engine));
}

void Database::drop_own_tables() const {
    remove_people_index();
    const std::unique_ptr<Connection> db = connect(true);
    db->run(own_drop_statements(location_.engine));
}

void Database::add_people_index() const {
    if (location_.engine == Engine::postgres) return add_postgres_indexes(*connect(true));
    if (location_.engine != Engine::sqlite) return;
    Connection db(open_sqlite(location_.path, true), true, location_.prefix);
    db.open_call();
    // An older version may have created other columns and triggers.
    drop_people_index(db);
    for (const auto statements :
         {people_index_statements, list_index_statements, object_statements})
        db.run(statements(location_.prefix));
    build_people_index(db);
    build_list_indexes(db);
    db.close_call(true);
}

void Database::remove_people_index() const {
    if (location_.engine == Engine::postgres) return drop_postgres_indexes(*connect(true));
    if (location_.engine != Engine::sqlite) return;
    Connection db(open_sqlite(location_.path, true), true, location_.prefix);
    db.open_call();
    drop_people_index(db);
    db.close_call(true);
}

}  // namespace roster::storage
