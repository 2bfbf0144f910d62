// SPDX-License-Identifier: Apache-2.0
#include "directory/finding/sharing_rules.h"

#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

namespace {

std::string capabilities(World& world, const std::string& uid = "admin") {
    return world.as(uid).get("/cloud/capabilities").response.body;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

void set(World& world, const std::string& app, const std::string& key, const std::string& value) {
    const std::string path = "/apps/provisioning_api/api/v1/config/apps/" + app + "/" + key;
    CHECK(world.as("admin").post(path, {{"value", value}}).number == 200);
}

void set_sharing(World& world, const std::string& key, const std::string& value) {
    set(world, "core", "shareapi_" + key, value);
}

}  // namespace

TEST_CASE("without sharing the capabilities say so, and of other servers what is set") {
    World world;
    set_sharing(world, "enabled", "no");
    CHECK(has(capabilities(world),
              R"("files_sharing":{"api_enabled":false,"public":{"enabled":false},)"
              R"("user":{"send_mail":false},"resharing":false,"federation":{"outgoing":true,)"));
    set_sharing(world, "enabled", "1");  // `yes` is the one word
    CHECK(has(capabilities(world), R"("api_enabled":false)"));
    set_sharing(world, "enabled", "yes");
    CHECK(has(capabilities(world), R"("api_enabled":true,"public":{"enabled":true,)"));
}

TEST_CASE("links are told as they are allowed, to the caller's groups too") {
    World world;
    world.group("team").user("ann", {"team"}).user("ben");
    set_sharing(world, "allow_links_exclude_groups", R"(["team","other"])");
    CHECK(has(capabilities(world, "ann"), R"("public":{"enabled":false},"resharing":true)"));
    CHECK(has(capabilities(world, "ann"), R"("sharebymail":{"enabled":false,)"));
    CHECK(has(capabilities(world, "ben"), R"("public":{"enabled":true,"password")"));
    set_sharing(world, "allow_links", "no");
    CHECK(has(capabilities(world, "ben"), R"("public":{"enabled":false})"));
    CHECK(has(capabilities(world, "ben"), R"("sharebymail":{"enabled":false,)"));
}

TEST_CASE("passwords of links are enforced but for some groups") {
    World world;
    world.group("team").user("ann", {"team"}).user("ben");
    set_sharing(world, "enable_link_password_by_default", "yes");
    CHECK(has(capabilities(world, "ben"),
              R"("password":{"enforced":false,"askForOptionalPassword":true})"));
    set_sharing(world, "enforce_links_password", "yes");
    set_sharing(world, "enforce_links_password_excluded_groups", R"(["team"])");
    CHECK(has(capabilities(world, "ben"),
              R"("password":{"enforced":true,"askForOptionalPassword":false})"));
    CHECK(has(capabilities(world, "ben"), R"("password":{"enabled":true,"enforced":true})"));
    CHECK(has(capabilities(world, "ann"),
              R"("password":{"enforced":false,"askForOptionalPassword":true})"));
    CHECK(has(capabilities(world, "ann"), R"("password":{"enabled":true,"enforced":false})"));
}

TEST_CASE("days and force of an expiry are told once it is usual") {
    World world;
    set_sharing(world, "enforce_expire_date", "yes");
    set_sharing(world, "expire_after_n_days", "30");
    set_sharing(world, "enforce_internal_expire_date", "yes");
    set_sharing(world, "default_remote_expire_date", "yes");
    std::string text = capabilities(world);
    CHECK(has(text, R"("expire_date":{"enabled":false},"multiple_links":true)"));
    CHECK(has(text, R"("expire_date_internal":{"enabled":false})"));
    CHECK(has(text, R"("expire_date_remote":{"enabled":true,"days":7,"enforced":false})"));
    CHECK(has(text, R"("expire_date":{"enabled":true,"enforced":false}}})"));
    set_sharing(world, "default_expire_date", "1");
    set_sharing(world, "default_internal_expire_date", "yes");
    set_sharing(world, "internal_expire_after_n_days", "3");
    set_sharing(world, "remote_expire_after_n_days", "5");
    set_sharing(world, "enforce_remote_expire_date", "yes");
    text = capabilities(world);
    CHECK(
        has(text, R"("expire_date":{"enabled":true,"days":30,"enforced":true},"multiple_links")"));
    CHECK(has(text, R"("expire_date_internal":{"enabled":true,"days":3,"enforced":true})"));
    CHECK(has(text, R"("expire_date_remote":{"enabled":true,"days":5,"enforced":true})"));
    CHECK(has(text, R"("expire_date":{"enabled":true,"enforced":true}}})"));
}

TEST_CASE("the other settings of sharing show where clients look for them") {
    World world;
    set_sharing(world, "allow_public_notification", "yes");
    set_sharing(world, "allow_public_upload", "no");
    set_sharing(world, "allow_custom_tokens", "yes");
    set_sharing(world, "allow_resharing", "no");
    set_sharing(world, "allow_group_sharing", "no");
    set_sharing(world, "default_permissions", "15");
    set(world, "files_sharing", "outgoing_server2server_share_enabled", "no");
    set(world, "files_sharing", "incoming_server2server_share_enabled", "no");
    set(world, "files_sharing", "always_show_unique", "no");
    set(world, "sharebymail", "sendpasswordmail", "no");
    world.set("gs.enabled", true);
    const std::string text = capabilities(world);
    CHECK(has(text,
              R"("send_mail":true,"upload":false,"upload_files_drop":false,"custom_tokens":true},)"
              R"("resharing":false,"user":{"send_mail":false,"expire_date":{"enabled":true}},)"
              R"("group_sharing":false,"group":{"enabled":false,"expire_date":{"enabled":true}},)"
              R"("default_permissions":15,"federation":{"outgoing":false,"incoming":false,)"));
    CHECK(has(text, R"("sharee":{"query_lookup_default":true,"always_show_unique":false})"));
    CHECK(has(text, R"("send_password_by_mail":false)"));
}
