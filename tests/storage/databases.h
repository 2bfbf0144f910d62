// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "storage/database.h"
#include "storage/schema.h"
#include "storage/stock.h"

namespace roster::storage {

// A stock installation on one engine, made for one test, with a connection to it.
struct FreshDatabase {
    std::string url;  // for CAPTURE
    Database database;
    std::unique_ptr<Connection> opened;
    Connection& db;
};

// The place of a server as in ROSTER_TEST_DATABASES: pgsql:FOLDER or mysql:SOCKET.
inline DatabaseLocation location_on(const std::string& place) {
    const bool postgres = place.starts_with("pgsql:");
    return {.engine = postgres ? Engine::postgres : Engine::mariadb,
            .hosts = {{.socket = place.substr(place.find(':') + 1)}},
            .name = "storage_tests_" + std::to_string(getpid()),
            .user = "roster"};
}

// Takes away what a test has left, so that the next one needs no new database.
inline void empty_tables(Connection& db) {
    for (const KnownTable& table : known_tables(db.engine()))
        db.run("DELETE FROM " + table.full_name("oc_"));
    insert_stock_rows(db, 0);
}

// A database of this process on each server that the tests have started; dropped at its end.
class ServerDatabases {
  public:
    static ServerDatabases& get() {
        static ServerDatabases databases;
        return databases;
    }
    ~ServerDatabases() {
        for (const auto& [place, database] : databases_) {
            DatabaseLocation server = database.location();
            server.name = server.engine == Engine::postgres ? "postgres" : "mysql";
            Database(server).connect(true)->run("DROP DATABASE " + database.location().name);
        }
    }
    const std::vector<std::pair<std::string, Database>>& all() const { return databases_; }

  private:
    ServerDatabases() {
        const char* places = std::getenv("ROSTER_TEST_DATABASES");
        for (const std::string_view place : split(places ? places : "", ',')) {
            if (place.empty()) continue;
            databases_.emplace_back(place, Database(location_on(std::string(place))));
            databases_.back().second.install(0);
        }
    }

    std::vector<std::pair<std::string, Database>> databases_{};
};

// SQLite, and what ROSTER_TEST_DATABASES names.
inline std::vector<FreshDatabase> fresh_databases() {
    std::vector<FreshDatabase> fresh;
    const auto add = [&fresh](std::string url, Database database) {
        std::unique_ptr<Connection> opened = database.connect(true);
        Connection& db = *opened;
        fresh.push_back({std::move(url), std::move(database), std::move(opened), db});
    };
    Database memory = Database::memory();
    memory.install(0);
    add("sqlite", std::move(memory));
    for (const auto& [url, database] : ServerDatabases::get().all()) {
        empty_tables(*database.connect(true));
        add(url, database);
    }
    return fresh;
}

}  // namespace roster::storage
