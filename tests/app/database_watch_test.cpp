// SPDX-License-Identifier: Apache-2.0
#include "app/database_watch.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "storage/databases.h"
#include "support/world.h"

using namespace roster;

namespace {

// An installation whose database is at this place.
Installation installation_at(const storage::ConnectionSettings& location) {
    return {.database = storage::Database(location),
            .settings = storage::SettingsFile(Array{}),
            .data_dir = "/nowhere"};
}

bool becomes_ready(const DatabaseWatch& watch) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!watch.is_ready() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return watch.is_ready();
}

}  // namespace

TEST_CASE("a database that answers is ready at once, and gets what is missing of Roster's tables") {
    World world;
    world.db->run("DROP TABLE roster_audit");
    CHECK(DatabaseWatch(world.house_installation).is_ready());
    CHECK_FALSE(world.db->exists("SELECT 1 FROM roster_audit"));
}

TEST_CASE("a database that does not answer yet is waited for") {
    for (const auto& [place, database] : storage::ServerDatabases::get().all()) {
        CAPTURE(place);
        // A door to the server that is opened later: a link to the folder or file of its socket.
        const std::string door = "/tmp/roster-watch-" + std::to_string(getpid());
        storage::ConnectionSettings location = database.location();
        const std::string socket = location.hosts.front().socket;
        location.hosts = {{.socket = door}};
        Installation installation = installation_at(location);
        const DatabaseWatch watch(installation);
        CHECK_FALSE(watch.is_ready());
        std::filesystem::create_symlink(socket, door);
        CHECK(becomes_ready(watch));
        std::filesystem::remove(door);
    }
}

TEST_CASE("a server that turns Roster away is not waited for, and the way out is told") {
    for (const auto& [place, database] : storage::ServerDatabases::get().all()) {
        CAPTURE(place);
        storage::ConnectionSettings location = database.location();
        location.user = "nobody_knows";
        Installation installation = installation_at(location);
        CHECK_THROWS_WITH_AS(DatabaseWatch{installation}, doctest::Contains("dbuser"),
                             std::runtime_error);
    }
}

TEST_CASE("a database without Nextcloud's tables is refused, and stays as it is") {
    const storage::Database empty = storage::Database::memory();
    Installation installation{.database = empty, .settings = storage::SettingsFile(Array{})};
    CHECK_THROWS_WITH_AS(DatabaseWatch{installation}, doctest::Contains("oc_users"),
                         std::runtime_error);
    CHECK(empty.connect(false)->integer("SELECT COUNT(*) FROM sqlite_master") == 0);
}
