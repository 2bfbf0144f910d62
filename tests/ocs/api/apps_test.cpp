// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "storage/rows/config_rows.h"
#include "support/world.h"

using namespace roster;

namespace {

std::vector<std::string> apps_of(const Answer& answer) {
    std::vector<std::string> apps;
    const Value* list = answer.data.array() ? answer.data.array()->find("apps") : nullptr;
    REQUIRE(list);
    for (const auto& [index, app] : *list->array())
        apps.push_back(*app.text());
    return apps;
}

bool lists(const Answer& answer, const std::string& app) {
    return std::ranges::count(apps_of(answer), app) > 0;
}

std::string state_of(World& world, std::string_view app) {
    return storage::app_value(*world.db, app, "enabled").value_or("");
}

}  // namespace

TEST_CASE("the list of apps keeps the folder's order and leaves out what is always on") {
    World world;
    auto admin = world.as("admin");
    const std::vector<std::string> all = apps_of(admin.get("/cloud/apps"));
    CHECK(all.size() == 40);
    CHECK(all.front() == "circles");
    CHECK_FALSE(lists(admin.get("/cloud/apps"), "files"));
    CHECK(apps_of(admin.get("/cloud/apps?filter=0")) == all);
    CHECK(apps_of(admin.get("/cloud/apps?filter=")) == all);
}

TEST_CASE("the enabled apps are sorted, with files first only where all apps are listed") {
    World world;
    std::vector<std::string> enabled = apps_of(world.as("admin").get("/cloud/apps?filter=enabled"));
    CHECK(enabled.front() == "files");
    CHECK(std::is_sorted(enabled.begin() + 1, enabled.end()));
    const std::vector<std::string> own = apps_of(world.as("admin").get("/cloud/user/apps"));
    CHECK(std::ranges::is_sorted(own));
    CHECK(own.size() == enabled.size());
}

TEST_CASE("a filter is one of three words") {
    World world;
    auto admin = world.as("admin");
    CHECK(admin.get("/cloud/apps?filter=ENABLED").number == 101);
    CHECK(admin.get("/cloud/apps?filter=all").number == 101);
    CHECK(admin.get("/cloud/apps?filter[]=enabled").number == 996);
}

TEST_CASE("an app is switched off and on again, its routes with it") {
    World world;
    auto admin = world.as("admin");
    const std::string path = "/apps/weather_status/api/v1/favorites";
    CHECK(admin.get(path).number == 200);
    CHECK(admin.remove("/cloud/apps/weather_status").number == 200);
    CHECK(lists(admin.get("/cloud/apps?filter=disabled"), "weather_status"));
    CHECK_FALSE(lists(admin.get("/cloud/apps?filter=enabled"), "weather_status"));
    CHECK(admin.get(path).number == 998);
    CHECK(admin.remove("/cloud/apps/weather_status").number == 200);
    CHECK(admin.post("/cloud/apps/weather_status").number == 200);
    CHECK(admin.get(path).number == 200);
}

TEST_CASE("an app is installed when it is switched on for the first time") {
    World world;
    CHECK(state_of(world, "admin_audit").empty());
    CHECK(world.as("admin").post("/cloud/apps/admin_audit").number == 200);
    CHECK(state_of(world, "admin_audit") == "yes");
    CHECK(storage::app_value(*world.db, "admin_audit", "installed_version") == "1.22.0");
    CHECK(storage::app_value(*world.db, "admin_audit", "types") == "logging");
}

TEST_CASE("an app that the server needs cannot be switched off") {
    World world;
    auto admin = world.as("admin");
    CHECK(admin.remove("/cloud/apps/provisioning_api").number == 996);
    CHECK(state_of(world, "provisioning_api") == "yes");
    CHECK(admin.post("/cloud/apps/provisioning_api").number == 200);
}

TEST_CASE("unknown apps and what is no app id are told apart") {
    World world;
    auto admin = world.as("admin");
    CHECK(admin.get("/cloud/apps/ghostapp").message == "The request app was not found");
    CHECK(admin.post("/cloud/apps/ghostapp").number == 998);
    CHECK(admin.remove("/cloud/apps/ghostapp").number == 200);
    for (const std::string id : {"..", "9app", "app_", "App", "a%20b", "-app"}) {
        CAPTURE(id);
        const Answer answer = admin.get("/cloud/apps/" + id);
        CHECK(answer.number == 997);
        CHECK(answer.status() == 401);
        CHECK(answer.message == "Invalid app id given");
        CHECK(admin.remove("/cloud/apps/" + id).number == 997);
        CHECK(admin.post("/cloud/apps/" + id).number == 997);
    }
}

TEST_CASE("an app that is limited to groups is there for their members only") {
    World world;
    world.group("meteo").user("ann", {"meteo"}).user("ben");
    storage::set_app_value(*world.db, "weather_status", "enabled", {.value = R"(["meteo"])"});
    const std::string path = "/apps/weather_status/api/v1/favorites";
    CHECK(world.as("ann").get(path).status() == 200);
    CHECK(world.as("ben").get(path).status() == 412);
    CHECK(world.as("admin").get(path).status() == 412);
    CHECK(world.as("admin").get(path).response.body == R"({"message":"App is not enabled"})");
    CHECK(world.as("").get(path).number == 997);
    CHECK_FALSE(lists(world.as("admin").get("/cloud/apps?filter=enabled"), "weather_status"));
    CHECK(world.as("admin").post("/cloud/apps/weather_status").number == 200);
    CHECK(world.as("ben").get(path).status() == 200);
}

TEST_CASE("only administrators see and switch apps") {
    World world;
    world.user("ann");
    CHECK(world.as("ann").get("/cloud/apps").message == "Logged in account must be an admin");
    CHECK(world.as("ann").remove("/cloud/apps/weather_status").number == 403);
    CHECK(state_of(world, "weather_status") == "yes");
}
