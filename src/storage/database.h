// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "storage/connection_settings.h"
#include "storage/engine/connection.h"

namespace roster::storage {

// Opens connections to the database of an installation, and creates or drops its tables. Everything
// here throws DatabaseError when the engine fails.
class Database {
  public:
    explicit Database(ConnectionSettings location) : location_(std::move(location)) {}
    // The SQLite database in that file.
    static Database file(const std::string& path);
    // An SQLite database in memory. It ends with the process.
    static Database memory();

    const ConnectionSettings& location() const { return location_; }
    // A connection or driver for an existing database. PostgreSQL and MariaDB connect at the first
    // statement, SQLite at once.
    std::unique_ptr<Connection> connect(bool writable) const;
    std::unique_ptr<Driver> connect_driver(bool writable) const;
    // A writable connection. Creates the database first when it is missing.
    std::unique_ptr<Connection> create() const;
    // Whether statements wait for a network. Listener threads must not run any then.
    bool is_remote() const { return location_.engine != Engine::sqlite; }
    // Creates the tables and the rows of a fresh installation, and on a server the database when it
    // is missing: all or nothing. `now` in Unix seconds. Throws DatabaseError when the tables exist
    // already.
    void install(std::int64_t now) const;
    // Creates those of Roster's own tables that are missing, for example beside Nextcloud's tables.
    void add_own_tables() const;
    // Drops Roster's own tables with their content.
    void drop_own_tables() const;
    // Create the people index and the tables of ready objects, or rebuild the index; drop both.
    // PostgreSQL gets its own indexes instead, MariaDB nothing. A new installation has them. A
    // Nextcloud database gets them only when its administrator asks for it.
    void add_people_index() const;
    // Drops what add_people_index() creates.
    void remove_people_index() const;
    // Whether a server answers but rejects us (wrong password, unknown database), so that waiting
    // does not help. Ask this after connecting has failed.
    bool turns_away() const;

  private:
    std::unique_ptr<Driver> open(bool writable, bool create) const;
    void drop_first_tables(Connection& db, std::size_t count) const;

    ConnectionSettings location_;
    std::shared_ptr<Driver> keeper_;  // a database in memory lives as long as one connection to it
};

}  // namespace roster::storage
