// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/settings.h"

namespace roster::storage {

enum class Engine { sqlite, postgres, mariadb };

// An address where a database server may be found.
struct DatabaseHost {
    std::string name{};      // empty with a socket
    std::uint16_t port = 0;  // 0: the engine's usual one
    std::string socket{};    // the socket's path (MariaDB) or its folder (PostgreSQL)
    bool operator==(const DatabaseHost&) const = default;
};

// How the connection is encrypted; empty texts leave it to the client library.
struct DatabaseTls {
    std::string mode{};  // PostgreSQL's sslmode
    std::string authority_file{};
    std::string certificate_file{};
    std::string key_file{};
    std::string revocations_file{};
    bool verify_server = true;  // MariaDB
    bool operator==(const DatabaseTls&) const = default;
};

// Where the tables of an installation are and who may use them.
struct ConnectionSettings {
    Engine engine = Engine::sqlite;
    std::string path{};                 // SQLite only: the file
    std::vector<DatabaseHost> hosts{};  // tried in this order
    std::string name{};                 // of the database
    std::string user{};
    std::string password{};
    std::string prefix = "oc_";  // of Nextcloud's tables
    DatabaseTls tls{};
};

// The location that settings describe under the keys of Nextcloud's config.php: dbtype (sqlite3,
// pgsql or mysql), dbhost (HOST, HOST:PORT or HOST:/SOCKET, several with commas), dbport, dbname,
// dbuser, dbpassword, dbtableprefix, dbdriveroptions and pgsql_ssl. Without a dbname SQLite's file
// is roster.db in `data_dir`; with one it is NAME.db in datadirectory, as Nextcloud has it, or the
// file itself when it is a whole path.
// Throws std::runtime_error with a sentence for people when something does not fit.
ConnectionSettings database_location(const Settings& settings, const std::string& data_dir);

// The place in words for people: engine, file or name and hosts; no password.
std::string describe(const ConnectionSettings& location);

// The value of dbtype: sqlite3, pgsql, mysql.
std::string_view database_type(Engine engine);

}  // namespace roster::storage
