// SPDX-License-Identifier: Apache-2.0
#include "storage/connection_settings.h"

#include <doctest/doctest.h>

#include "base/json/json.h"

using namespace roster;
using namespace roster::storage;

namespace {

ConnectionSettings location_of(const std::string& json) {
    return database_location(Settings(*parse_json(json)->array()), "/srv/roster");
}

std::vector<DatabaseHost> hosts_of(const std::string& dbhost) {
    return location_of(R"({"dbtype":"pgsql","dbname":"n","dbhost":")" + dbhost + "\"}").hosts;
}

}  // namespace

TEST_CASE("without a dbtype the tables are in roster.db of the data directory") {
    const ConnectionSettings location = location_of("{}");
    CHECK(location.engine == Engine::sqlite);
    CHECK(location.path == "/srv/roster/roster.db");
    CHECK(location.prefix == "oc_");
}

TEST_CASE("a SQLite file with a name lies where Nextcloud has it") {
    CHECK(location_of(R"({"dbtype":"sqlite3","dbname":"owncloud","datadirectory":"/nc"})").path ==
          "/nc/owncloud.db");
    CHECK(location_of(R"({"dbtype":"sqlite3","dbname":"x"})").path == "/srv/roster/x.db");
}

TEST_CASE("the keys of config.php name server, database, user and prefix") {
    const ConnectionSettings location =
        location_of(R"({"dbtype":"mysql","dbhost":"db","dbport":"3307","dbname":"nextcloud",
            "dbuser":"nc","dbpassword":"p","dbtableprefix":"nc_",
            "dbdriveroptions":{"1009":"/ca"}})");
    CHECK(location.engine == Engine::mariadb);
    CHECK(location.hosts == std::vector<DatabaseHost>{{.name = "db", .port = 3307}});
    CHECK(location.name == "nextcloud");
    CHECK(location.user == "nc");
    CHECK(location.password == "p");
    CHECK(location.prefix == "nc_");
    CHECK(location.tls == DatabaseTls{.authority_file = "/ca"});
}

TEST_CASE("dbhost is a host, a port, a socket, or several of them") {
    CHECK(hosts_of("db") == std::vector<DatabaseHost>{{.name = "db"}});
    CHECK(hosts_of("db:5433") == std::vector<DatabaseHost>{{.name = "db", .port = 5433}});
    CHECK(hosts_of("localhost:/run/x.sock") ==
          std::vector<DatabaseHost>{{.socket = "/run/x.sock"}});
    CHECK(hosts_of("/run/postgresql") == std::vector<DatabaseHost>{{.socket = "/run/postgresql"}});
    CHECK(hosts_of("[::1]:5433") == std::vector<DatabaseHost>{{.name = "::1", .port = 5433}});
    CHECK(hosts_of("fd00::7") == std::vector<DatabaseHost>{{.name = "fd00::7"}});
    CHECK(hosts_of("a:1, b:2 ,c") == std::vector<DatabaseHost>{{.name = "a", .port = 1},
                                                               {.name = "b", .port = 2},
                                                               {.name = "c"}});
}

TEST_CASE("settings that describe no database are refused with the key to change") {
    CHECK_THROWS_WITH(location_of(R"({"dbtype":"oci"})"), doctest::Contains("dbtype is 'oci'"));
    CHECK_THROWS_WITH(location_of(R"({"dbtype":"pgsql"})"), doctest::Contains("dbname"));
    CHECK_THROWS_WITH(hosts_of("db:99999"), doctest::Contains("port '99999'"));
}

TEST_CASE("a database is described without its password") {
    CHECK(describe(location_of(R"({"dbtype":"sqlite3","dbname":"/srv/n.db"})")) ==
          "SQLite file /srv/n.db");
    CHECK(describe(location_of(
              R"({"dbtype":"pgsql","dbname":"n","dbhost":"a:5433,b","dbpassword":"Plum"})")) ==
          "PostgreSQL database n at a:5433, b");
    CHECK(describe(location_of(R"({"dbtype":"mysql","dbname":"n","dbhost":"x:/run/db.sock"})")) ==
          "MariaDB database n at /run/db.sock");
}
