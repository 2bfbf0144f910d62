// SPDX-License-Identifier: Apache-2.0
#include "api/health.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "support/world.h"

using namespace roster;

namespace {

Response ask(House& house, Connection& db, const std::string& path) {
    return answer_at_once(house, db, Request{.method = "GET", .target = path, .headers = {}});
}

}  // namespace

TEST_CASE("whoever asks is told that the process and its database answer") {
    World world;
    CHECK(ask(world.house, *world.db, "/health/live").body == "{\"status\":\"live\"}");
    CHECK(ask(world.house, *world.db, "/health/ready").body == "{\"status\":\"ready\"}");
    CHECK(ask(world.house, *world.db, "/health/other").status == 404);
}

TEST_CASE("a process that answers is live whatever its database does, but then not ready") {
    storage::Database nowhere(
        {.engine = storage::Engine::postgres, .hosts = {{.socket = "/nowhere"}}, .name = "x"});
    World world;
    const auto db = nowhere.connect(true);
    CHECK(ask(world.house, *db, "/health/live").status == 200);
    const Response ready = ask(world.house, *db, "/health/ready");
    CHECK(ready.status == 503);
    REQUIRE(ready.find_header("Retry-After"));
    CHECK(*ready.find_header("Retry-After") == "1");
    CHECK(ready.body.find("does not answer") != std::string::npos);
}

TEST_CASE("who is ready on the settings before says which file cannot be read, and why") {
    std::string folder = (std::filesystem::temp_directory_path() / "roster-health-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()));
    const std::string path = folder + "/config.json";
    World world;
    storage::SettingsFile(path).replace(world.house_installation.settings.current()->values());
    storage::Database database = storage::Database::memory();
    database.install(0);
    Installation installation{.database = std::move(database),
                              .settings = storage::SettingsFile(path)};
    House house = make_house(installation);
    const auto db = installation.database.connect(true);
    const auto ready = [&] {
        installation.settings.current();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return ask(house, *db, "/health/ready");
    };
    CHECK(ready().body == "{\"status\":\"ready\"}");
    std::ofstream(path) << "";
    const Response troubled = ready();
    CHECK(troubled.status == 200);
    CHECK(troubled.body ==
          "{\"status\":\"ready\",\"warnings\":[\"config.json cannot be read, so the "
          "settings before it are in use: it is empty\"]}");
    storage::SettingsFile(path).replace(world.house_installation.settings.current()->values());
    CHECK(ready().body == "{\"status\":\"ready\"}");
    std::filesystem::remove_all(folder);
}

TEST_CASE("a process in maintenance is live but not ready, and says why") {
    World world;
    world.set("maintenance", true);
    CHECK(ask(world.house, *world.db, "/health/live").status == 200);
    const Response closed = ask(world.house, *world.db, "/health/ready");
    CHECK(closed.status == 503);
    CHECK(closed.body == "{\"status\":\"unavailable\",\"reason\":\"maintenance\"}");
    CHECK(closed.find_header("Retry-After").value_or("") == "120");
    CHECK(closed.hint.find("maintenance:mode --off") != std::string::npos);
    world.set("maintenance", false);
    CHECK(ask(world.house, *world.db, "/health/ready").status == 200);
}
