// SPDX-License-Identifier: Apache-2.0
#include "ocs/pages/pages.h"

#include <doctest/doctest.h>

#include "base/crypto/crypto_cipher.h"
#include "storage/rows/config_rows.h"
#include "support/world.h"

using namespace roster;

namespace {

using Headers = std::vector<Header>;

Response get(World& world, const std::string& target, Headers headers = {},
             const std::string& method = "GET") {
    return world.send({.method = method, .target = target, .headers = std::move(headers)});
}

Header as(const std::string& uid) {
    return {"Authorization", basic(uid, "Secret-" + uid)};
}

std::string header_of(const Response& response, std::string_view name) {
    return std::string(response.find_header(name).value_or(""));
}

bool says(const Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("the status is told to everybody, by any method, without a session") {
    World world;
    const Response response = get(world, "/status.php", {}, "POST");
    CHECK(response.status == 200);
    CHECK(response.body ==
          R"({"installed":true,"maintenance":false,"needsDbUpgrade":false,"version":"32.0.1.2",)"
          R"("versionstring":"32.0.1","edition":"","productname":"Nextcloud",)"
          R"("extendedSupport":false})");
    CHECK(header_of(response, "Access-Control-Allow-Origin") == "*");
    CHECK(header_of(response, "Content-Type") == "application/json");
    CHECK_FALSE(response.length_known);
    CHECK(get(world, "/status.php", {{"Authorization", basic("admin", "no")}}).status == 200);
}

TEST_CASE("maintenance closes every page but the probes") {
    World world;
    world.set("maintenance", true);
    CHECK(says(get(world, "/status.php"), R"("maintenance":true)"));
    CHECK(get(world, "/heartbeat").status == 200);
    const Response closed = get(world, "/login");
    CHECK(closed.status == 503);
    CHECK(header_of(closed, "Retry-After") == "120");
}

TEST_CASE("jobs are no matter of callers, unless the system's own cron is to run them") {
    World world;
    const Response response = get(world, "/cron.php");
    CHECK(response.status == 200);
    CHECK(response.body == R"({"status":"success"})");
    CHECK(header_of(response, "Content-Type") == "application/json; charset=utf-8");
    CHECK_FALSE(response.length_known);
    CHECK(get(world, "/cron.php", {{"Authorization", basic("admin", "no")}}, "POST").status == 200);
    storage::set_app_value(*world.db, "core", "backgroundjobs_mode", {.value = "webcron"});
    CHECK(get(world, "/cron.php").body == R"({"status":"success"})");
    storage::set_app_value(*world.db, "core", "backgroundjobs_mode", {.value = "cron"});
    CHECK(get(world, "/cron.php").body ==
          R"({"status":"error","message":"Backgroundjobs are using system cron!"})");
    world.set("maintenance", true);
    CHECK(get(world, "/cron.php").status == 200);
}

TEST_CASE("only the page of the files may start workers") {
    World world;
    const auto policy = [&world](const std::string& path) {
        return header_of(get(world, path, {as("admin")}), "Content-Security-Policy");
    };
    for (const char* path : {"/index.php/apps/files", "/apps/files/"})
        CHECK(
            policy(path).ends_with("frame-ancestors 'self';worker-src 'self';form-action 'self'"));
    for (const char* path : {"/index.php/settings/users", "/apps/dashboard/", "/nothing"})
        CHECK(policy(path).ends_with("frame-ancestors 'self';form-action 'self'"));
}

TEST_CASE("a host that is not trusted gets no page") {
    World world;
    const Headers host = {{"Host", "evil.example"}};
    CHECK(get(world, "/login", host).status == 400);
    const Response status = get(world, "/status.php", host);
    CHECK(status.status == 400);
    CHECK(status.body == R"({"error": "Trusted domain error.", "code": 15})");
}

TEST_CASE("what is no host name is refused by every protocol, and nowhere in the answer") {
    World world;
    world.set("trusted_domains", "*");
    for (const bool overwritten : {false, true}) {
        if (overwritten) world.set("overwritehost", "cloud.example.org");
        for (const char* path : {"/status.php", "/login", "/", "/login/v2/flow", "/health/live",
                                 "/api/v1/users", "/ocs/v2.php/cloud/capabilities"}) {
            CAPTURE(path);
            const Response response = get(world, path, {{"Host", "localhost:1@evil.example"}});
            CHECK(response.status == 400);
            CHECK_FALSE(says(response, "evil"));
            CHECK(response.header_lines.find("evil") == std::string::npos);
        }
    }
}

TEST_CASE("the start leads to the login, and from there to an app") {
    World world;
    CHECK(header_of(get(world, "/"), "Location") == "http://localhost/login");
    const Response known = get(world, "/index.php", {as("admin")});
    CHECK(known.status == 302);
    CHECK(header_of(known, "Location") == "http://localhost/apps/dashboard/");
    CHECK(header_of(known, "X-User-Id").empty());
    CHECK(get(world, "/login").status == 200);
    CHECK(get(world, "/index.php/login", {as("admin")}).status == 303);
    world.as("admin").remove("/cloud/apps/dashboard");
    CHECK(header_of(get(world, "/", {as("admin")}), "Location") == "http://localhost/apps/files/");
}

TEST_CASE("a page for accounts sends others away, in the way they understand") {
    World world;
    const Response json = get(world, "/index.php/apps/files");
    CHECK(json.status == 401);
    CHECK(json.body == R"({"message":"Current user is not logged in"})");
    const Response html = get(world, "/index.php/apps/files?a=b", {{"Accept", "text/html"}});
    CHECK(html.status == 303);
    CHECK(header_of(html, "Location") == "/login?redirect_url=/index.php/apps/files?a%3Db");
    CHECK(get(world, "/apps/files", {as("admin")}).status == 200);
    const Response wrong = get(world, "/apps/files", {{"Authorization", basic("admin", "no")}});
    CHECK(wrong.status == 401);
    CHECK(wrong.body == R"({"message":""})");
    CHECK(header_of(wrong, "WWW-Authenticate").empty());
}

TEST_CASE("what is not there is not found, and other methods are not allowed") {
    World world;
    const Response missing = get(world, "/index.php/nothing");
    CHECK(missing.status == 404);
    CHECK(header_of(missing, "Content-Type") == "text/html; charset=UTF-8");
    const Response method = get(world, "/login/v2");
    CHECK(method.status == 405);
    CHECK(method.body.empty());
    CHECK(get(world, "/.well-known/webfinger").body == R"({"message":"webfinger not supported"})");
    CHECK(header_of(get(world, "/.well-known/change-password"), "Location") ==
          "http://localhost/settings/user/security");
    CHECK(get(world, "/204").status == 204);
}

TEST_CASE("some requests never come past the web server") {
    World world;
    const Response trace = get(world, "/ocs/v2.php/cloud/users", {}, "TRACE");
    CHECK(trace.status == 405);
    CHECK(says(trace, "<hr><center>nginx/1.22.1</center>\r\n"));
    CHECK(header_of(trace, "Content-Type") == "text/html");
    CHECK(header_of(trace, "Set-Cookie").empty());
    CHECK(header_of(trace, "Content-Security-Policy").empty());
    CHECK(get(world, "/ocs/v2.php/cloud/users/a%0Ab", {as("admin")}).status == 404);
}

TEST_CASE("the services of other servers are listed by the apps that offer them") {
    World world;
    CHECK(says(get(world, "/ocs-provider/"), R"({"version":2,"services":{"PRIVATE_DATA":)"));
    CHECK(says(get(world, "/ocs-provider/"), "\"ACTIVITY\""));
    CHECK(get(world, "/ocs-provider/index.php").body == get(world, "/ocs-provider").body);
    world.as("admin").remove("/cloud/apps/activity");
    CHECK_FALSE(says(get(world, "/ocs-provider/"), "\"ACTIVITY\""));
}

TEST_CASE("an account without a picture gets a drawn one in two sizes") {
    World world;
    world.user("ben");
    const Response small = get(world, "/avatar/BEN/1");
    CHECK(small.status == 200);
    CHECK(small.body.starts_with("\x89PNG\r\n"));
    CHECK(header_of(small, "Content-Type") == "image/png");
    CHECK(header_of(small, "Content-Disposition") == "inline; filename=\"avatar.64.png\"");
    CHECK(header_of(small, "Cache-Control") == "private, max-age=86400, immutable");
    CHECK(get(world, "/avatar/ben/abc").body == small.body);
    CHECK(get(world, "/avatar/ben/64").body == small.body);
    const Response large = get(world, "/index.php/avatar/ben/65/dark");
    CHECK(header_of(large, "Content-Disposition") == "inline; filename=\"avatar-dark.512.png\"");
    CHECK(large.body != get(world, "/avatar/ben/512").body);
    const Response missing = get(world, "/avatar/ghost/64");
    CHECK(missing.status == 404);
    CHECK(missing.body == "[]");
}

TEST_CASE("a picture that the client has already is not sent again") {
    World world;
    const std::string tag = header_of(get(world, "/avatar/admin/64"), "ETag");
    CHECK(tag.size() == 34);
    const Response again = get(world, "/avatar/admin/64", {{"If-None-Match", tag}});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
}

TEST_CASE("hidden and disabled accounts show a stand-in") {
    World world;
    world.user("ben").user("ann");
    world.as("ben").put("/cloud/users/ben", {{"key", "avatarScope"}, {"value", "v2-private"}});
    const auto name = [&world](const Headers& headers) {
        return header_of(get(world, "/avatar/ben/64", headers), "Content-Disposition");
    };
    CHECK(name({}) == "inline; filename=\"avatar-placeholder.64.png\"");
    CHECK(name({as("ann")}) == "inline; filename=\"avatar-placeholder.64.png\"");
    CHECK(name({as("ben")}) == "inline; filename=\"avatar.64.png\"");
    world.as("admin").put("/cloud/users/ben/disable");
    const Response disabled = get(world, "/avatar/ben/64");
    CHECK(header_of(disabled, "Content-Disposition") == "inline; filename=\"avatar.png\"");
    CHECK(header_of(disabled, "ETag").empty());
}

TEST_CASE("an address is confirmed once, by its owner, with the token that was sent") {
    World world;
    const std::string mail = "ben@example.net";
    world.user("ben");
    world.as("ben").put("/cloud/users/ben", {{"key", "additional_mail"}, {"value", mail}});
    // Ends in the first 8 hex digits of the address's SHA-256.
    const std::string subject = "verifyMail62b5770f";
    storage::set_preference(*world.db, "ben", "core", subject,
                            encrypt(std::to_string(world.now) + ":right", mail + "test-secret"));
    const auto path = [key = encrypt(mail, "test-secret")](const std::string& token) {
        return "/index.php/apps/provisioning_api/mailVerification/" + key + "/" + token + "/ben";
    };
    const Headers ben = {as("ben"), {"OCS-APIRequest", "true"}};
    CHECK(says(get(world, path("right"), {as("admin")}), "is not mail address owner"));
    CHECK(says(get(world, path("right"), {as("ben")}), "To enable the email address " + mail));
    CHECK(get(world, path("right"), {as("ben")}, "POST").status == 412);
    CHECK(says(get(world, path("wrong"), ben, "POST"), "the token is invalid"));
    CHECK(says(get(world, path("right"), ben, "POST"), "Email confirmation successful"));
    CHECK_FALSE(storage::preference(*world.db, "ben", "core", subject));
    CHECK(says(get(world, path("right"), ben, "POST"), "the token is invalid"));
}

TEST_CASE("a link to confirm an address goes stale after a week, or with the address") {
    World world;
    const std::string mail = "ben@example.net", subject = "verifyMail62b5770f";
    world.user("ben");
    const std::string path =
        "/apps/provisioning_api/mailVerification/" + encrypt(mail, "test-secret") + "/right/ben";
    const Headers ben = {as("ben"), {"OCS-APIRequest", "true"}};
    const auto store = [&](std::int64_t age) {
        storage::set_preference(
            *world.db, "ben", "core", subject,
            encrypt(std::to_string(world.now - age) + ":right", mail + "test-secret"));
    };
    store(7 * 24 * 3600 + 1);
    CHECK(says(get(world, path, ben, "POST"), "the token is expired"));
    store(7 * 24 * 3600);
    CHECK(says(get(world, path, ben, "POST"), "already removed from account"));
}

TEST_CASE("a key that is no ciphertext is an accident to look at, an error to confirm") {
    World world;
    const std::string path = "/apps/provisioning_api/mailVerification/bad/bad/admin";
    CHECK(get(world, path, {as("admin")}).status == 500);
    const Headers headers = {as("admin"), {"OCS-APIRequest", "true"}};
    CHECK(says(get(world, path, headers, "POST"), "An unexpected error occurred."));
}

TEST_CASE("a picture says when it was drawn, and one of a guest needs no account") {
    World world;
    CHECK(header_of(get(world, "/avatar/admin/64"), "Last-Modified") ==
          "Mon, 21 Sep 2026 14:13:20 GMT");
    const Response guest = get(world, "/index.php/avatar/guest/Ada%20Lovelace/512");
    CHECK(guest.status == 201);
    CHECK(header_of(guest, "Content-Type") == "image/png");
    CHECK(header_of(guest, "Content-Disposition") == "inline; filename=\"avatar.png\"");
    CHECK(header_of(guest, "Cache-Control") == "private, max-age=1800, immutable");
    CHECK(header_of(guest, "Last-Modified") == "Mon, 21 Sep 2026 14:13:20 GMT");
    CHECK(header_of(guest, "X-NC-IsCustomAvatar").empty());
    CHECK(header_of(guest, "ETag").empty());
    const Response dark = get(world, "/avatar/guest/Ada%20Lovelace/512/dark");
    CHECK(dark.status == 201);
    CHECK(dark.body != guest.body);
    CHECK(get(world, "/avatar/guest/64").status == 404);
}
