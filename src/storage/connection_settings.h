// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/settings.h"

namespace roster::storage {

enum class Engine { sqlite, postgres, mariadb };

// An address of a database server.
struct DatabaseHost {
    std::string name{};      // empty when `socket` is used
    std::uint16_t port = 0;  // 0: the engine's default port
    std::string socket{};    // path of the socket (MariaDB) or of its folder (PostgreSQL)
    bool operator==(const DatabaseHost&) const = default;
};

// How the connection is encrypted. An empty text leaves the choice to the client library.
struct DatabaseTls {
    std::string mode{};  // PostgreSQL's sslmode
    std::string authority_file{};
    std::string certificate_file{};
    std::string key_file{};
    std::string revocations_file{};
    bool verify_server = true;  // MariaDB only
    bool operator==(const DatabaseTls&) const = default;
};

// Where the tables of an installation are, and the credentials for them.
struct ConnectionSettings {
    Engine engine = Engine::sqlite;
    std::string path{};                 // SQLite only: the file
    std::vector<DatabaseHost> hosts{};  // tried in this order
    std::string name{};                 // of the database
    std::string user{};
    std::string password{};
    std::string prefix = "oc_";  // of the names of Nextcloud's tables
    DatabaseTls tls{};
};

// Reads the keys of Nextcloud's config.php: dbtype (sqlite3, pgsql or mysql), dbhost (HOST,
// HOST:PORT or HOST:/SOCKET, several with commas), dbport, dbname, dbuser, dbpassword,
// dbtableprefix, dbdriveroptions and pgsql_ssl. SQLite's file is roster.db in `data_dir` without a
// dbname. With one it is NAME.db in datadirectory, as in Nextcloud, or the dbname itself when that
// is an absolute path.
// Throws std::runtime_error with a readable sentence when a setting is invalid.
ConnectionSettings database_location(const Settings& settings, const std::string& data_dir);

// A readable description: engine, file or name and hosts. Never the password.
std::string describe(const ConnectionSettings& location);

// The value of dbtype: sqlite3, pgsql, mysql.
std::string_view database_type(Engine engine);

}  // namespace roster::storage
