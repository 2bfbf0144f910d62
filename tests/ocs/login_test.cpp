// SPDX-License-Identifier: Apache-2.0
#include "ocs/login.h"

#include <doctest/doctest.h>

#include "support/browser.h"

using namespace roster;

namespace {

constexpr const char* kSession = "octest000000";
constexpr const char* kRemember = "nc_session_id nc_token nc_username";

std::string who(const Response& response) {
    return header_of(response, "X-User-Id");
}

Response ask(World& world, const std::string& authorization) {
    return world.send({.method = "GET",
                       .target = "/ocs/v2.php/cloud/user",
                       .headers = {{"OCS-APIRequest", "true"}, {"Authorization", authorization}}});
}

}  // namespace

TEST_CASE("a Basic header is read as PHP reads it") {
    World world;
    const std::string encoded = base64_encode("admin:Secret-admin");
    for (const char* scheme : {"Basic ", "basic ", "BASIC   "})
        CHECK(who(ask(world, scheme + encoded)) == "admin");
    for (const std::string& unusable :
         {std::string("Basic"), std::string("Basic !!!!"), std::string("Digest x"),
          "Basic " + base64_encode("admin:"), "Basic " + base64_encode("admin:0"),
          "Basic " + base64_encode(":Secret-admin")}) {
        CAPTURE(unusable);
        const Response response = ask(world, unusable);
        CHECK(response.status == 401);
        CHECK(header_of(response, "WWW-Authenticate").empty());
    }
    CHECK_FALSE(header_of(ask(world, basic("admin", "wrong")), "WWW-Authenticate").empty());
}

TEST_CASE("a request of a federated server logs nobody in") {
    World world;
    const Response response =
        world.send({.method = "GET",
                    .target = "/ocs/v2.php/cloud/user",
                    .headers = {{"OCS-APIRequest", "true"},
                                {"X-Nextcloud-Federation", "1"},
                                {"Authorization", basic("admin", "Secret-admin")}}});
    CHECK(response.status == 401);
}

TEST_CASE("the cookies of a first Basic answer are no session, those of the second are") {
    World world;
    Browser browser(world);
    const Header right{"Authorization", basic("admin", "Secret-admin")};
    CHECK(browser.call("GET", "/cloud/user", {}, {right}).status == 200);
    CHECK(browser.call("GET", "/cloud/user").status == 401);
    CHECK(browser.announced == std::string(kRemember) + " " + kSession);

    Browser second(world);
    second.call("GET", "/cloud/user", {}, {right});
    second.call("GET", "/cloud/user", {}, {right});
    CHECK(second.call("POST", "/cloud/groups", {{"groupid", "g"}}).status == 200);
    CHECK(second.announced == kSession);
    CHECK(second.call("GET", "/cloud/user").status == 200);
    CHECK(second.announced.empty());
    CHECK(second.call("GET", "/cloud/user", {}, {{"Authorization", basic("admin", "x")}}).status ==
          200);
}

TEST_CASE("a session wins over Basic credentials of somebody else") {
    World world;
    world.user("cody");
    Browser browser(world);
    CHECK(browser.log_in("cody", "Secret-cody").status == 303);
    const Header other{"Authorization", basic("admin", "Secret-admin")};
    CHECK(who(browser.call("GET", "/cloud/user", {}, {other})) == "cody");
}

TEST_CASE("a session sleeps while its account is disabled") {
    World world;
    world.user("cody");
    Browser browser(world);
    browser.log_in("cody", "Secret-cody");
    world.as("admin").put("/cloud/users/cody/disable");
    const Response refused = browser.call("GET", "/cloud/user");
    CHECK(refused.status == 401);
    CHECK(who(refused) == "cody");
    CHECK_FALSE(header_of(refused, "WWW-Authenticate").empty());
    world.as("admin").put("/cloud/users/cody/enable");
    CHECK(browser.call("GET", "/cloud/user").status == 200);
}

TEST_CASE("the session of a deleted account is nobody's") {
    World world;
    world.user("cody");
    Browser browser(world);
    browser.log_in("cody", "Secret-cody");
    browser.call("GET", "/cloud/user");
    world.as("admin").remove("/cloud/users/cody");
    const Response response = browser.call("GET", "/cloud/user");
    CHECK(response.status == 401);
    CHECK(who(response).empty());
    CHECK(browser.announced == kSession);
}

TEST_CASE("a remembered browser is let in again, each time with new cookies") {
    World world;
    Browser browser(world);
    browser.log_in("admin", "Secret-admin");
    const std::map<std::string, std::string> used = browser.cookies;
    const auto lose_session = [&] {
        browser.cookies.erase(kSession);
        browser.cookies.erase("oc_sessionPassphrase");
    };
    lose_session();
    CHECK(browser.call("GET", "/cloud/user").status == 200);
    CHECK(browser.cookies.at("nc_token") != used.at("nc_token"));
    CHECK(world.db->text("SELECT configkey FROM oc_preferences WHERE appid = 'login_token'") ==
          browser.cookies.at("nc_token"));

    browser.cookies = used;
    lose_session();
    CHECK(browser.call("GET", "/cloud/user").status == 401);
}

TEST_CASE("without its passphrase a session is lost") {
    World world;
    world.set("remember_login_cookie_lifetime", 0);
    Browser browser(world);
    browser.log_in("admin", "Secret-admin");
    CHECK(browser.call("GET", "/cloud/user").status == 200);
    browser.cookies.erase("oc_sessionPassphrase");
    CHECK(browser.call("GET", "/cloud/user").status == 401);
}

TEST_CASE("a session ends a day after it was last used") {
    World world;
    world.set("remember_login_cookie_lifetime", 0);
    Browser browser(world);
    browser.log_in("admin", "Secret-admin");
    world.now += 86'000;
    CHECK(browser.call("GET", "/cloud/user").status == 200);
    world.now += 86'000;
    CHECK(browser.call("GET", "/cloud/user").status == 200);
    world.now += 86'400;
    CHECK(browser.call("GET", "/cloud/user").status == 401);
}

TEST_CASE("a call that is run again leaves what it kept only once") {
    World world;
    Exchange exchange({.method = "PUT",
                       .target = "/ocs/v2.php/cloud/users/admin",
                       .headers = {{"OCS-APIRequest", "true"},
                                   {"Host", "localhost"},
                                   {"Content-Type", "application/x-www-form-urlencoded"},
                                   {"Authorization", basic("admin", "Secret-admin")}},
                       .body = "key=password&value=another-password",
                       .remote_address = "127.0.0.1"});
    exchange.work.may_hash = false;
    while (answer(world.house, *world.db, exchange).go_on == Lane::hash)
        exchange.work.pending();
    CHECK(exchange.response.status == 200);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_ratelimit_entries") == 1);
}
