// SPDX-License-Identifier: Apache-2.0
#include "service/hints/caller_hints.h"

#include <doctest/doctest.h>

#include "service/shown_hints.h"
#include "support/world.h"

using namespace roster;

namespace {

// What the hint says to a call with this header Authorization.
std::string hint(World& world, const std::string& authorization,
                 const std::string& path = "/cloud/user") {
    const Response response =
        world.send({.method = "GET",
                    .target = "/ocs/v2.php" + path,
                    .headers = {{"OCS-APIRequest", "true"}, {"Authorization", authorization}}});
    CHECK(response.status != 200);
    return shown_hint(response);
}

bool contains(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("an untrusted host is told the command that adds it, and loses no other") {
    World world;
    const auto said = [&world](const std::string& host) {
        const Response response = world.send(
            {.method = "GET", .target = "/ocs/v2.php/cloud/users", .headers = {{"Host", host}}});
        CHECK(response.status == 400);
        return shown_hint(response);
    };
    Array names;
    names.push("localhost");
    names.push("127.0.0.1");
    world.set("trusted_domains", names);
    CHECK(said("cloud.example.org:8080")
              .find("roster --data-dir DIR config:system:set "
                    "trusted_domains 2 --value 'cloud.example.org'") != std::string::npos);
    CHECK(said("[fe80::1]").find("trusted_domains 2 --value '[fe80::1]'") != std::string::npos);
    CHECK(said("a b").find("no host name") != std::string::npos);
    names.erase("0");
    world.set("trusted_domains", names);
    CHECK(said("cloud.example.org").find("trusted_domains 2 --value") != std::string::npos);
    world.set("trusted_domains", Array{});
    CHECK(said("cloud.example.org").find("trusted_domains 0 --value") != std::string::npos);
    world.set("trusted_domains", "one.example.org");
    CHECK(said("cloud.example.org").find("trusted_domains") != std::string::npos);
    CHECK(said("").find("--value NAME") != std::string::npos);
}

TEST_CASE("a token that is empty is told as such, whatever the letter case of its scheme") {
    World world;
    for (const char* header : {"Bearer", "Bearer ", "bearer", "BEARER  "}) {
        CAPTURE(std::string(header));
        CHECK(contains(hint(world, header), "The token behind Bearer is empty"));
    }
    CHECK(contains(hint(world, "bearer abc"), "Bearer with a capital B"));
    for (const char* header : {"Basic", "basic "})
        CHECK(contains(hint(world, header), "Nothing stands behind Basic"));
}

TEST_CASE("credentials that are not in base64, or in typographic quotes, are told so unshown") {
    World world;
    for (const char* header : {"Basic admin:pw", "basic kim:Plum-Kettle-42", "Basic a:b:c"}) {
        CAPTURE(std::string(header));
        CHECK(contains(hint(world, header), "NAME:PASSWORD in base64, not as it is"));
    }
    constexpr const char *kOpen = "\xE2\x80\x9C", *kClose = "\xE2\x80\x9D";
    for (const std::string& header :
         {basic(std::string(kOpen) + "admin", std::string("Secret-admin") + kClose),
          basic("admin", kOpen + std::string("Secret-admin") + kClose),
          basic(kOpen + std::string("admin") + kClose, "Secret-admin"),
          std::string("Bearer ") + kOpen + std::string(72, 'x') + kClose}) {
        const std::string said = hint(world, header);
        CHECK(contains(said, "a typographic quote"));
        CHECK_FALSE(contains(said, "Secret"));
        CHECK_FALSE(contains(said, "xxx"));
    }
    CHECK_FALSE(contains(hint(world, basic("admin", "wrong")), "quote"));
}

TEST_CASE("an administrator whom the address keeps from administering is told the setting") {
    World world;
    world.user("kim");
    world.set("allowed_admin_ranges", "10.0.0.0/8");
    const std::string admin = basic("admin", "Secret-admin");
    for (const char* path : {"/cloud/users", "/cloud/users/kim", "/cloud/apps"}) {
        CAPTURE(std::string(path));
        const std::string said = hint(world, admin, path);
        CHECK(contains(said, "allowed_admin_ranges"));
        CHECK(contains(said, "127.0.0.1"));
    }
    CHECK(contains(hint(world, basic("kim", "Secret-kim"), "/cloud/apps"),
                   "as a member of the group admin"));
    CHECK_FALSE(contains(hint(world, basic("kim", "Secret-kim"), "/cloud/apps"), "ranges"));
}

TEST_CASE("where a second factor is demanded, the hint says how to demand none") {
    World world;
    world.user("kim");
    world.set("twofactor_enforced", "true");
    const std::string said = hint(world, basic("kim", "Secret-kim"));
    CHECK(contains(said, "roster --data-dir DIR twofactorauth:enforce --off"));
    CHECK(contains(said, "--exclude GROUP"));
    CHECK(contains(said, "app password"));
    CHECK(said == hint(world, basic("kim", "wrong")));
}

TEST_CASE("a header that is almost OCS-APIRequest is named as it was sent") {
    World world;
    const auto said = [&world](const std::string& name, const std::string& value) {
        const Response response = world.send(
            {.method = "GET",
             .target = "/ocs/v2.php/cloud/users",
             .headers = {{"Authorization", basic("admin", "Secret-admin")}, {name, value}}});
        CHECK(response.status == 412);
        return shown_hint(response);
    };
    for (const char* name : {"OCS_APIRequest", "OCS-API-Request", "OCSAPIRequest",
                             "X-OCS-APIRequest", "ocs-api_request"}) {
        CAPTURE(std::string(name));
        CHECK(contains(said(name, "true"), "'" + std::string(name) + "' was sent"));
        CHECK(contains(said(name, "true"), "-H 'OCS-APIRequest: true'"));
    }
    CHECK(contains(said("OCS-APIRequest", ""), "without a value"));
    CHECK_FALSE(contains(said("X-Other", "true"), "was sent"));
}
