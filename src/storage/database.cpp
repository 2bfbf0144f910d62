// SPDX-License-Identifier: Apache-2.0
#include "storage/database.h"

#include <fmt/core.h>

#include <atomic>
#include <filesystem>

#include "storage/schema.h"
#include "storage/sqlite.h"
#include "storage/stock.h"

namespace roster::storage {

Database Database::file(const std::string& path) {
    return Database(DatabaseLocation{.path = path});
}

Database Database::memory() {
    static std::atomic<int> count = 0;
    Database database = file(fmt::format("file:/roster-{}?vfs=memdb", ++count));
    database.keeper_ = open_sqlite(database.location_.path, true, true);
    return database;
}

bool Database::exists() const {
    return keeper_ || std::filesystem::exists(location_.path);
}

std::unique_ptr<Connection> Database::connect(bool writable) const {
    return std::make_unique<Connection>(connect_driver(writable), writable, location_.prefix);
}

std::unique_ptr<Driver> Database::connect_driver(bool writable) const {
    return open_sqlite(location_.path, writable);
}

std::unique_ptr<Connection> Database::create() const {
    return std::make_unique<Connection>(open_sqlite(location_.path, true, true), true,
                                        location_.prefix);
}

void Database::install(std::int64_t now) const {
    Connection db(open_sqlite(location_.path, true, true), true, location_.prefix);
    db.open_call();
    for (const std::string& statement : create_statements(location_.engine, location_.prefix))
        db.run(statement);
    insert_stock_rows(db, now);
    db.close_call(true);
}

void Database::add_own_tables() const {
    Connection db(open_sqlite(location_.path, true, true), true, location_.prefix);
    for (const std::string& statement : own_create_statements(location_.engine))
        db.run(statement);
}

void Database::drop_own_tables() const {
    const std::unique_ptr<Connection> db = connect(true);
    for (const std::string& statement : own_drop_statements(location_.engine))
        db->run(statement);
}

}  // namespace roster::storage
