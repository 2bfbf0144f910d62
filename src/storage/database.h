// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "storage/connection_settings.h"
#include "storage/engine/connection.h"

namespace roster::storage {

// Where the tables are, and how to get connections to them.
class Database {
  public:
    explicit Database(ConnectionSettings location) : location_(std::move(location)) {}
    // The SQLite file of a data directory.
    static Database file(const std::string& path);
    // Lives in this process only and is gone with it.
    static Database memory();

    const ConnectionSettings& location() const { return location_; }
    std::unique_ptr<Connection> connect(bool writable) const;
    std::unique_ptr<Driver> connect_driver(bool writable) const;
    // A connection that may write, to a database that is made where it is missing.
    std::unique_ptr<Connection> create() const;
    // Whether statements wait for a network, so that no listener thread may run one.
    bool is_remote() const { return location_.engine != Engine::sqlite; }
    // Makes the tables and the rows of a stock installation, and on a server the database itself
    // when it is not there: all or nothing.
    // Throws DatabaseError when there are tables already.
    void install(std::int64_t now) const;
    // Makes those of Roster's own tables that are missing, as beside a Nextcloud's.
    void add_own_tables() const;
    // Takes those away again, with all that is in them.
    void drop_own_tables() const;
    // Makes the people index with all its entries, anew if it is there, and a place for objects
    // that are ready; removes both. On PostgreSQL its own indexes do instead, on MariaDB nothing.
    // An installation of our own has them, a Nextcloud's database gets them only when its
    // administrator wants it.
    void add_people_index() const;
    void remove_people_index() const;
    // Whether a server is there and turns us away, because of a wrong password or an unknown
    // database, so that waiting for it is of no use. To be asked when connecting has failed.
    bool turns_away() const;

  private:
    std::unique_ptr<Driver> open(bool writable, bool create) const;
    void drop_first_tables(Connection& db, std::size_t count) const;

    ConnectionSettings location_;
    std::shared_ptr<Driver> keeper_;  // a database in memory lives as long as one connection
};

}  // namespace roster::storage
