// SPDX-License-Identifier: Apache-2.0
#include "directory/nextcloud/capabilities.h"

#include <set>

#include "base/json/value.h"
#include "directory/fixtures.h"
#include "storage/rows/config_rows.h"
#include "support/world.h"

using namespace roster;
using namespace roster::test;

namespace {

const std::set<std::string, std::less<>> kUsuallyDisabled = {"password_policy"};

CapabilityContext context(bool logged_in,
                          const std::set<std::string, std::less<>>& disabled = kUsuallyDisabled) {
    return {.logged_in = logged_in,
            .base_url = "http://127.0.0.1",
            .is_enabled = [disabled](std::string_view app) { return !disabled.contains(app); }};
}

auto capabilities(const CapabilityContext& context) {
    return [&context](Writer& out) { write_capabilities(out, context); };
}

std::string json(const CapabilityContext& context) {
    return to_json_data(capabilities(context));
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("who is logged in sees what Nextcloud's apps can do, byte for byte") {
    const CapabilityContext admin = context(true);
    CHECK(json(admin) == directory_fixture("capabilities-admin.json"));
    CHECK(to_xml_data(capabilities(admin)) == directory_fixture("capabilities-admin.xml"));
}

TEST_CASE("nobody sees the public part, byte for byte") {
    const CapabilityContext nobody = context(false);
    CHECK(json(nobody) == directory_fixture("capabilities-nobody.json"));
    CHECK(to_xml_data(capabilities(nobody)) == directory_fixture("capabilities-nobody.xml"));
}

TEST_CASE("a disabled app takes its part away, also where it shares a map with another") {
    const std::string without_weather = json(context(true, {"weather_status"}));
    CHECK_FALSE(contains(without_weather, "weather_status"));
    const std::string without_versions = json(context(true, {"files_versions"}));
    CHECK(contains(without_versions, R"("delete_from_trash":true},"activity")"));
    const std::string without_sharing = json(context(true, {"files_sharing", "password_policy"}));
    CHECK_FALSE(contains(without_sharing, "files_sharing"));
    const std::string without_mail = json(context(true, {"sharebymail", "password_policy"}));
    CHECK(contains(without_mail, R"("always_show_unique":true}},"notifications")"));
    CHECK(contains(json(context(true, {"text"})), "4ce473bf0dbeb3a09bb0f38e30bc31c4"));
}

TEST_CASE("password_policy appears once it is enabled, after notifications") {
    const std::string text = json(context(true, {}));
    CHECK(contains(
        text,
        R"("admin-notifications":["ocs","cli"]},"password_policy":{"api":{"generate":"http)"));
    CHECK(contains(text, R"(\/v1\/validate"},"policies":{"account":{"minLength":10,)"
                         R"("enforceHaveIBeenPwned":false,"enforceNonCommonPassword":true,)"
                         R"("enforceNumericCharacters":false,"enforceSpecialCharacters":false,)"
                         R"("enforceUpperLowerCase":false}},"minLength":10,)"
                         R"("enforceNonCommonPassword":true,"enforceNumericCharacters":false,)"
                         R"("enforceSpecialCharacters":false,"enforceUpperLowerCase":false},)"
                         R"("provisioning_api")"));
}

TEST_CASE("what belongs to the caller is the caller's") {
    CapabilityContext caller = context(true);
    caller.throttle_delay_ms = 25000;
    caller.allow_listed = true;
    caller.language = "de";
    caller.locale = "de_DE";
    caller.timezone = "Europe/Berlin";
    caller.base_url = "https://cloud.example.org/nc";
    const std::string text = json(caller);
    CHECK(contains(text, R"("bruteforce":{"delay":25000,"allow-listed":true})"));
    CHECK(
        contains(text, R"("user":{"language":"de","locale":"de_DE","timezone":"Europe\/Berlin"})"));
    CHECK(contains(text, R"("endPoint":"https:\/\/cloud.example.org\/nc\/ocm")"));
}

TEST_CASE("what the configuration says of polling, calendars and times is in the capabilities") {
    World world;
    world.set("bulkupload.enabled", false);
    world.set("pollinterval", 120);
    world.set("webdav-root", "dav.php");
    world.set("default_timezone", "Europe/Berlin");
    storage::set_app_value(*world.db, "dav", "hide_absence_settings", {.value = "yes"});
    const std::string text = world.as("admin").get("/cloud/capabilities").response.body;
    CHECK(contains(text, R"("dav":{"chunking":"1.0","public_shares_chunking":false},)"));
    CHECK(contains(text, R"("core":{"pollinterval":120,"webdav-root":"dav.php",)"));
    CHECK(contains(text, R"("timezone":"Europe\/Berlin")"));
}

TEST_CASE(
    "the log level is told to accounts, the usual one where an attached Nextcloud sets none") {
    World world;
    const auto capabilities = [&world](const std::string& uid) {
        return world.as(uid).get("/cloud/capabilities").response.body;
    };
    CHECK(contains(capabilities("admin"), R"("app_api":{"loglevel":4,)"));
    world.set("roster.attached_to", "/var/www/nextcloud/config/config.php");
    CHECK(contains(capabilities("admin"), R"("app_api":{"loglevel":2,)"));
    world.set("loglevel", 1);
    CHECK(contains(capabilities("admin"), R"("app_api":{"loglevel":1,)"));
    CHECK_FALSE(contains(capabilities(""), "loglevel"));
}

TEST_CASE("a server that others are not to find tells them nothing") {
    World world;
    storage::set_app_value(*world.db, "core", "ocm_discovery_enabled", {.value = "0"});
    CHECK(contains(world.as("admin").get("/cloud/capabilities").response.body,
                   R"("ocm":{"enabled":false,"apiVersion":"1.0-proposal1","version":"",)"
                   R"("endPoint":"","publicKey":null,"resourceTypes":[]},"dav")"));
}
