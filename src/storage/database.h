// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "storage/connection.h"

namespace roster::storage {

// Where the tables are, and how to get connections to them.
class Database {
  public:
    // The SQLite file of a data directory.
    static Database file(const std::string& path);
    // Lives in this process only and is gone with it.
    static Database memory();

    std::unique_ptr<Connection> connect(bool writable) const;
    std::unique_ptr<Driver> connect_driver(bool writable) const;
    // Makes the tables and the rows of a stock installation, in one transaction.
    // Throws DatabaseError when there are tables already.
    void install(std::int64_t now) const;
    // Makes those of Roster's own tables that are missing, as beside a Nextcloud's.
    void add_own_tables() const;
    bool exists() const;

  private:
    explicit Database(std::string path) : path_(std::move(path)) {}

    std::string path_;
    std::shared_ptr<Driver> keeper_;  // a database in memory lives as long as one connection
};

}  // namespace roster::storage
