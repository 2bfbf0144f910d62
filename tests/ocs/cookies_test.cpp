// SPDX-License-Identifier: Apache-2.0
#include "ocs/cookies.h"

#include <doctest/doctest.h>

#include "support/browser.h"

using namespace roster;

namespace {
constexpr const char* kFirst =
    "nc_sameSiteCookielax nc_sameSiteCookiestrict oc_sessionPassphrase octest000000";
}

TEST_CASE("a first answer sets the session's cookies, a login by password the test cookie too") {
    World world;
    Browser nobody(world), admin(world);
    nobody.call("GET", "/cloud/capabilities");
    CHECK(nobody.announced == kFirst);
    admin.call("GET", "/cloud/user", {}, {{"Authorization", basic("admin", "Secret-admin")}});
    CHECK(admin.announced == std::string("cookie_test ") + kFirst);
    nobody.call("GET", "/cloud/capabilities");
    CHECK(nobody.announced.empty());
}

TEST_CASE("the same-site marks are set only for a request without any cookie") {
    World world;
    Browser browser(world);
    browser.cookies["other"] = "1";
    browser.call("GET", "/cloud/capabilities");
    CHECK(browser.announced == "oc_sessionPassphrase octest000000");
}

TEST_CASE("a session cookie that was made up is replaced") {
    World world;
    Browser browser(world);
    browser.call("GET", "/cloud/capabilities");
    browser.cookies["octest000000"].back() ^= 1;
    browser.call("GET", "/cloud/capabilities");
    CHECK(browser.announced == "octest000000");
}

TEST_CASE("over TLS the marks have the prefix that ties them to this host") {
    World world;
    const Response response = world.send({.method = "GET",
                                          .target = "/ocs/v2.php/cloud/capabilities",
                                          .headers = {{"OCS-APIRequest", "true"}},
                                          .secure = true});
    int marks = 0;
    for (const Header& header : headers_of(response))
        if (header.value.starts_with("__Host-nc_sameSiteCookie")) {
            ++marks;
            CHECK(header.value.find("secure") != std::string::npos);
        }
    CHECK(marks == 2);
}

TEST_CASE(
    "a session without the same-site marks is refused before anything else, unless a script "
    "says that it calls the API") {
    World world;
    Browser browser(world);
    browser.log_in("admin", "Secret-admin");
    browser.cookies.erase("nc_sameSiteCookiestrict");
    const Response refused =
        browser.send("GET", "/ocs/v2.php/cloud/user", {}, {{"OCS-APIRequest", "0"}});
    CHECK(refused.status == 412);
    CHECK(refused.body == R"({"error":"Strict Cookie has not been found in request"})");
    CHECK(browser.announced == "nc_sameSiteCookielax nc_sameSiteCookiestrict");
    browser.cookies.erase("nc_sameSiteCookiestrict");
    CHECK(browser.call("GET", "/cloud/user").status == 200);
}

TEST_CASE("cookies below a web root are for it, and secure where the address is https") {
    World world;
    world.set("overwriteprotocol", "https").set("overwritewebroot", "/cloud");
    const Response response = world.send({.method = "GET",
                                          .target = "/ocs/v2.php/cloud/capabilities",
                                          .headers = {{"OCS-APIRequest", "true"}}});
    int cookies = 0;
    for (const Header& header : headers_of(response))
        if (header.name == "Set-Cookie") {
            ++cookies;
            CAPTURE(header.value);
            CHECK(header.value.find("; path=/cloud; secure; ") != std::string::npos);
            CHECK_FALSE(header.value.starts_with("__Host-"));
        }
    CHECK(cookies >= 4);
}
