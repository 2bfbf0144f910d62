// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "storage/rows/config_rows.h"
#include "support/world.h"

using namespace roster;

namespace {

const std::string kApps = "/apps/provisioning_api/api/v1/config/apps";
const std::string kUsers = "/apps/provisioning_api/api/v1/config/users";

std::string body_of(const Answer& answer) {
    const std::string& body = answer.response.body;
    const std::size_t start = body.find("\"data\":");
    return start == std::string::npos ? body : body.substr(start + 7, body.size() - start - 9);
}

Response send_json(World& world, const std::string& method, const std::string& path,
                   const std::string& json) {
    return world.send({.method = method,
                       .target = "/ocs/v2.php" + path + "?format=json",
                       .headers = {{"OCS-APIRequest", "true"},
                                   {"Content-Type", "application/json"},
                                   {"Authorization", basic("admin", "Secret-admin")}},
                       .body = json});
}

}  // namespace

TEST_CASE("an app value is written, read, listed and deleted") {
    World world;
    auto admin = world.as("admin");
    CHECK(body_of(admin.get(kApps + "/testapp/k")) == R"({"data":""})");
    CHECK(admin.post(kApps + "/testapp/k", {{"value", "v"}}).number == 200);
    CHECK(body_of(admin.get(kApps + "/testapp/k")) == R"({"data":"v"})");
    CHECK(body_of(admin.get(kApps + "/testapp")) == R"({"data":["k"]})");
    CHECK(body_of(admin.get(kApps)).find("\"testapp\"") != std::string::npos);
    CHECK(admin.remove(kApps + "/testapp/k").number == 200);
    CHECK(body_of(admin.get(kApps + "/testapp/k?defaultValue=d")) == R"({"data":"d"})");
    CHECK(admin.remove(kApps + "/testapp/k").number == 200);
}

TEST_CASE("keys that look like whole numbers are numbers, sorted among themselves") {
    World world;
    auto admin = world.as("admin");
    for (const char* key : {"10", "9", "a", "..", "1.5", "007", "-3"})
        CHECK(admin.post(kApps + "/testapp/" + key, {{"value", "1"}}).number == 200);
    CHECK(body_of(admin.get(kApps + "/testapp")) == R"({"data":[-3,"..","1.5","007",9,10,"a"]})");
    CHECK(body_of(admin.get(kApps + "/testapp/10")) == R"({"data":"1"})");
    CHECK(admin.remove(kApps + "/testapp/10").number == 200);
    CHECK(body_of(admin.get(kApps + "/testapp")) == R"({"data":[-3,"..","1.5","007",9,"a"]})");
    storage::set_app_value(*world.db, "5", "k", {.value = "1"});
    CHECK(admin.get(kApps).response.body.find("[5,") != std::string::npos);
}

TEST_CASE("what a key is declared to be is no value of it") {
    World world;
    auto admin = world.as("admin");
    for (const char* key :
         {"core/lastcron", "core/unified_search_min_search_length",
          "core/shareapi_enforce_expire_date", "files_sharing/show_federated_shares_as_internal"}) {
        CAPTURE(key);
        const std::string path = kApps + "/" + key;
        CHECK(body_of(admin.get(path)) == R"({"data":""})");
        CHECK(body_of(admin.get(path + "?defaultValue=d")) == R"({"data":"d"})");
        CHECK(admin.post(path, {{"value", "abc"}}).number == 996);
        CHECK(admin.post(path, {{"value", "1"}}).number == 200);
        CHECK(body_of(admin.get(path)) == R"({"data":"1"})");
    }
}

TEST_CASE("a value is required before the app id is looked at") {
    World world;
    auto admin = world.as("admin");
    CHECK(admin.post(kApps + "/bad%20id/k").number == 996);
    const Answer answer = admin.post(kApps + "/bad%20id/k", {{"value", "1"}});
    CHECK(answer.number == 403);
    CHECK(answer.message.empty());
    CHECK(body_of(answer) == R"({"data":{"message":"Invalid app id given"}})");
    CHECK(body_of(admin.get(kApps + "/bad%20id")) ==
          R"({"data":{"message":"Invalid app id given"}})");
}

TEST_CASE("a key with a blank behind it does not change the one without, on every engine") {
    World world;
    auto admin = world.as("admin");
    const bool clash = world.db->keys_may_clash();
    storage::set_app_value(*world.db, "provisioning_api", "enabled", {.value = "yes"});
    const Answer answer = admin.post(kApps + "/provisioning_api/enabled%20", {{"value", "no"}});
    CHECK(answer.number == (clash ? 403 : 200));
    if (clash) CHECK(body_of(answer) == R"({"data":{"message":"The given key can not be set"}})");
    CHECK(storage::app_value(*world.db, "provisioning_api", "enabled") == "yes");
    CHECK(admin.remove(kApps + "/provisioning_api/enabled%20").number == 200);
    CHECK(storage::app_value(*world.db, "provisioning_api", "enabled") == "yes");
    CHECK(body_of(admin.get(kApps + "/provisioning_api/enabled%20")) == R"({"data":""})");
    CHECK(admin.post("/cloud/groups", {{"groupid", "admin "}}).number == (clash ? 102 : 200));
}

TEST_CASE("a protected key says so as data") {
    World world;
    const Answer answer = world.as("admin").post(kApps + "/files/enabled", {{"value", "no"}});
    CHECK(answer.number == 403);
    CHECK(body_of(answer) == R"({"data":{"message":"The given key can not be set"}})");
}

TEST_CASE("plain accounts may set no app value and learn it before anything else") {
    World world;
    world.user("ann");
    const Answer answer = world.as("ann").post(kApps + "/bad%20id/k", {{"value", "1"}});
    CHECK(answer.number == 403);
    CHECK(answer.message ==
          "Logged in account must be an administrator or have authorization to edit this setting.");
    CHECK(world.as("ann").get(kApps + "/core").message == "Logged in account must be an admin");
}

TEST_CASE("an account sets only the preferences that an app approves") {
    World world;
    world.user("ann");
    auto ann = world.as("ann");
    CHECK(ann.post(kUsers + "/theming/primary_color", {{"configValue", "#F0a"}}).number == 200);
    CHECK(storage::preference(*world.db, "ann", "theming", "primary_color") == "#F0a");
    const Answer refused = ann.post(kUsers + "/core/lang", {{"configValue", "de"}});
    CHECK(refused.number == 400);
    CHECK(refused.message.empty());
    CHECK(ann.post(kUsers + "/core/lang").number == 996);
    CHECK(ann.remove(kUsers + "/theming/primary_color").number == 200);
    CHECK_FALSE(storage::preference(*world.db, "ann", "theming", "primary_color"));
    CHECK(ann.get(kUsers + "/core/lang").status() == 405);
}

TEST_CASE("lists of preferences are set and deleted as a whole") {
    World world;
    const std::string path = kUsers + "/theming";
    CHECK(send_json(world, "POST", path, R"({"configs":{"shortcuts_disabled":"yes"}})").status ==
          200);
    CHECK(send_json(world, "POST", path,
                    R"({"configs":{"primary_color":"#123456","shortcuts_disabled":"no"}})")
              .status == 400);
    CHECK_FALSE(storage::preference(*world.db, "admin", "theming", "primary_color"));
    CHECK(send_json(world, "POST", path, R"({"configs":{}})").status == 200);
    CHECK(send_json(world, "POST", path, R"({"configs":["a"]})").status == 500);
    CHECK(send_json(world, "POST", path, R"({"configs":{"5":"a"}})").status == 500);
    CHECK(send_json(world, "POST", path + "/5", R"({"configValue":"a"})").status == 400);
    CHECK(send_json(world, "POST", path, R"({"configs":{"shortcuts_disabled":true}})").status ==
          500);
    CHECK(send_json(world, "POST", path, R"({})").status == 500);
    CHECK(send_json(world, "DELETE", path, R"({"configKeys":["shortcuts_disabled","x"]})").status ==
          400);
    CHECK(storage::preference(*world.db, "admin", "theming", "shortcuts_disabled") == "yes");
    CHECK(send_json(world, "DELETE", path, R"({"configKeys":["shortcuts_disabled"]})").status ==
          200);
    CHECK_FALSE(storage::preference(*world.db, "admin", "theming", "shortcuts_disabled"));
    CHECK(send_json(world, "DELETE", path, R"({})").status == 500);
}
