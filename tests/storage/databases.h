// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "storage/database.h"
#include "storage/schema/catalog.h"
#include "storage/schema/schema.h"
#include "storage/schema/seed_data.h"

namespace roster::storage {

// A stock installation on one engine, made for one test, with a connection to it.
struct FreshDatabase {
    std::string url;  // for CAPTURE
    Database database;
    std::unique_ptr<Connection> opened;
    Connection& db;
};

// The least that can be written, and seen again.
inline void insert_row(Connection& db, const std::string& uid) {
    db.change("INSERT INTO oc_users (uid, uid_lower) VALUES (?, ?)", uid, uid);
}
inline bool is_there(Connection& db, std::string_view uid) {
    return db.exists("SELECT 1 FROM oc_users WHERE uid = ?", uid);
}

// The place of a server as in ROSTER_TEST_DATABASES: pgsql:FOLDER or mysql:SOCKET.
inline ConnectionSettings location_on(const std::string& place) {
    const bool postgres = place.starts_with("pgsql:");
    return {.engine = postgres ? Engine::postgres : Engine::mariadb,
            .hosts = {{.socket = place.substr(place.find(':') + 1)}},
            .name = "unit_tests_" + std::to_string(getpid()),
            .user = "roster"};
}

// Takes away what a test has left, so that the next one needs no new database.
inline void empty_tables(Connection& db) {
    for (const KnownTable& table : known_tables(db.engine()))
        db.run("DELETE FROM " + table.full_name("oc_"));
    insert_seed_rows(db, 0);
}

// Whether a test has left all that it should.
inline bool is_whole(Connection& db) {
    const Catalog catalog = read_catalog(db);
    return std::ranges::all_of(known_tables(db.engine()),
                               [&catalog](const KnownTable& table) {
                                   return catalog.contains(table.full_name("oc_"));
                               }) &&
           missing_columns(catalog, "oc_").empty() && missing_indexes(db, catalog).empty();
}

// A database of this process on each server that the tests have started; dropped at its end.
class ServerDatabases {
  public:
    static ServerDatabases& get() {
        static ServerDatabases databases;
        return databases;
    }
    ~ServerDatabases() {
        for (const auto& [place, database] : databases_)
            drop(database);
    }
    const std::vector<std::pair<std::string, Database>>& all() const { return databases_; }
    // The one at this place, with nothing but what a stock installation has.
    Database emptied(const std::string& wanted) const {
        for (const auto& [place, database] : databases_) {
            if (place != wanted) continue;
            const auto db = database.connect(true);
            if (is_whole(*db)) {
                empty_tables(*db);
            } else {
                drop(database);
                database.install(0);
            }
            return database;
        }
        throw std::runtime_error("ROSTER_TEST_DATABASES does not name " + wanted);
    }

  private:
    ServerDatabases() {
        const char* places = std::getenv("ROSTER_TEST_DATABASES");
        for (const std::string_view place : split(places ? places : "", ',')) {
            if (place.empty()) continue;
            databases_.emplace_back(place, Database(location_on(std::string(place))));
            databases_.back().second.install(0);
        }
    }

    static void drop(const Database& database) {
        ConnectionSettings server = database.location();
        const bool postgres = server.engine == Engine::postgres;
        server.name = postgres ? "postgres" : "mysql";
        Database(server).connect(true)->run("DROP DATABASE " + database.location().name +
                                            (postgres ? " WITH (FORCE)" : ""));
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
    const ServerDatabases& servers = ServerDatabases::get();
    for (const auto& [url, database] : servers.all())
        add(url, servers.emptied(url));
    return fresh;
}

}  // namespace roster::storage
