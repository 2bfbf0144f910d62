// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "storage/logins/two_factor_rows.h"
#include "support/browser.h"

using namespace roster;

namespace {

constexpr const char* kLogin = "/index.php/login";

Form form(const std::string& password) {
    return {{"user", "admin"}, {"password", password}};
}

std::string make_app_password(World& world) {
    Browser browser(world);
    const Response response = browser.call("GET", "/core/getapppassword?format=json", {},
                                           {{"Authorization", basic("admin", "Secret-admin")}});
    const std::size_t start = response.body.find("apppassword\":\"") + 14;
    return response.body.substr(start, 72);
}

}  // namespace

TEST_CASE("the form opens a session under a new id and has it remembered") {
    World world;
    Browser browser(world);
    const std::string token = browser.request_token();
    const std::string before = browser.cookies.at("octest000000");
    const Response response =
        browser.send("POST", kLogin, form("Secret-admin"),
                     {{"requesttoken", token}, {"Origin", "http://localhost"}});
    CHECK(response.status == 303);
    CHECK(header_of(response, "Location") == "http://localhost/apps/dashboard/");
    CHECK(header_of(response, "X-User-Id") == "admin");
    CHECK(browser.announced == "nc_session_id nc_token nc_username octest000000");
    CHECK(browser.cookies.at("octest000000") != before);
    CHECK(browser.call("GET", "/cloud/user").status == 200);
}

TEST_CASE("a form of another site, or without the request token, logs nobody in") {
    World world;
    Browser browser(world);
    const std::string token = browser.request_token();
    for (const std::vector<Header>& headers :
         {std::vector<Header>{{"requesttoken", token}},
          std::vector<Header>{{"requesttoken", token}, {"Origin", "http://evil.example"}},
          std::vector<Header>{{"Origin", "http://localhost"}}}) {
        const Response response = browser.send("POST", kLogin, form("Secret-admin"), headers);
        CHECK(response.status == 303);
        CHECK(header_of(response, "Location") == "/login?user=admin&direct=1");
        CHECK(header_of(response, "X-User-Id").empty());
    }
    CHECK(browser.call("GET", "/cloud/user").status == 401);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_bruteforce_attempts") == 1);
}

TEST_CASE("an app password is no password for the form, and each failure is counted") {
    World world;
    const std::string app = make_app_password(world);
    Browser browser(world);
    const Response response = browser.log_in("admin", app);
    CHECK(header_of(response, "Location") == "/login?user=admin&direct=1");
    CHECK(header_of(response, "X-Nextcloud-Bruteforce-Throttled") == "200ms");
    CHECK(header_of(browser.log_in("admin", "wrong"), "X-Nextcloud-Bruteforce-Throttled") ==
          "600ms");
}

TEST_CASE("a failed form leaves the session of somebody logged in as it is") {
    World world;
    Browser browser(world);
    browser.log_in("admin", "Secret-admin");
    browser.log_in("admin", "wrong");
    CHECK(browser.call("GET", "/cloud/user").status == 200);
}

TEST_CASE("logging out ends the session and forgets the browser") {
    World world;
    Browser browser(world);
    browser.log_in("admin", "Secret-admin");
    const std::map<std::string, std::string> used = browser.cookies;
    CHECK(browser.send("GET", "/index.php/logout").status == 412);
    const std::string token = browser.request_token();
    const Response response =
        browser.send("GET", "/index.php/logout", {}, {{"requesttoken", token}});
    CHECK(header_of(response, "Location") == "http://localhost/login?clear=1");
    const Response next = browser.call("GET", "/cloud/user");
    CHECK(next.status == 303);
    CHECK(header_of(next, "Location") == "http://localhost/login?clear=1");
    CHECK(browser.call("GET", "/cloud/user").status == 401);
    browser.cookies = used;
    CHECK(browser.call("GET", "/cloud/user").status == 401);
}

TEST_CASE("a session with a second factor is told where to go, and can log out") {
    World world;
    storage::set_two_factor_state(*world.db, "admin", "totp", true);
    Browser browser(world);
    const std::string way = header_of(browser.log_in("admin", "Secret-admin"), "Location");
    CHECK(way == "/login/challenge/totp");
    for (const std::string& page : {way, std::string("/index.php/login/selectchallenge")}) {
        const Response response = browser.send("GET", page + "?redirect_url=/apps/files");
        CHECK(response.status == 200);
        CHECK(header_of(response, "Content-Type") == "text/html; charset=UTF-8");
        for (const char* told :
             {"The account admin has a second factor (totp)", "user:auth-tokens:add \"admin\"",
              "twofactorauth:disable \"admin\" totp"})
            CHECK(response.body.find(told) != std::string::npos);
        const std::size_t link = response.body.find("/logout?");
        REQUIRE(link != std::string::npos);
        if (page != way) {
            const std::string target =
                response.body.substr(link, response.body.find('"', link) - link);
            CHECK(browser.send("GET", target).status == 303);
        }
    }
    const Response nobody = Browser(world).send("GET", way, {}, {{"Accept", "text/html"}});
    CHECK(nobody.status == 303);
    CHECK(header_of(nobody, "Location") == "/login?redirect_url=/login/challenge/totp");
}

TEST_CASE("who has no second factor to pass is sent on from its page") {
    World world;
    Browser browser(world);
    browser.log_in("admin", "Secret-admin");
    const Response response = browser.send("GET", "/login/selectchallenge");
    CHECK(response.status == 303);
    CHECK(header_of(response, "Location") == "http://localhost/apps/dashboard/");
}

TEST_CASE("a device learns that it is to be wiped, reports back, and is forgotten") {
    World world;
    world.user("zoe");
    const Form nobody{{"token", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}};
    Browser browser(world);
    const Response made = browser.call("GET", "/core/getapppassword?format=json", {},
                                       {{"Authorization", basic("zoe", "Secret-zoe")}});
    const Form token{{"token", made.body.substr(made.body.find("apppassword\":\"") + 14, 72)}};
    const auto ask = [&world](const std::string& what, const Form& shown) {
        Browser device(world);
        return device.send("POST", "/index.php/core/wipe/" + what, shown);
    };
    CHECK(ask("check", token).status == 404);
    world.as("admin").post("/cloud/users/zoe/wipe");
    CHECK(ask("check", token).body == R"({"wipe":true})");
    CHECK(ask("check", nobody).status == 404);
    CHECK(ask("success", token).body == "[]");
    CHECK(ask("success", token).status == 404);
    CHECK(ask("check", {}).status == 500);
}

TEST_CASE("who has not logged in carries the session along, and nothing is stored") {
    World world;
    const storage::Sql count = "SELECT COUNT(*) FROM roster_sessions";
    for (int i = 0; i < 3; ++i) {
        Browser browser(world);
        const std::string token = browser.request_token();
        browser.send("GET", "/index.php/login");
        browser.send("GET", "/login/v2/flow");
        CHECK(browser.send("GET", "/index.php/csrftoken").status == 200);
    }
    CHECK(world.db->integer(count) == 0);

    Browser device(world), browser(world);
    const std::string body = device.send("POST", "/index.php/login/v2").body;
    const std::size_t at = body.find("flow\\/") + 6;
    const std::string landing = "/login/v2/flow/" + body.substr(at, body.find('"', at) - at);
    for (int i = 0; i < 3; ++i)
        CHECK(Browser(world).send("GET", landing).status == 303);
    browser.send("GET", landing);
    CHECK(browser.send("GET", "/login/v2/flow").status == 200);
    CHECK(world.db->integer(count) == 0);

    CHECK(browser.log_in("admin", "Secret-admin").status == 303);
    CHECK(world.db->integer(count) == 1);
}

TEST_CASE("a carried session that was changed or belongs to another passphrase carries nothing") {
    World world;
    Browser browser(world), other(world);
    const std::string token = browser.request_token();
    other.request_token();
    const std::string name =
        *world.house_installation.settings.current()->find("instanceid")->text();
    const Form form{{"user", "admin"}, {"password", "Secret-admin"}};
    const std::vector<Header> headers{{"requesttoken", token}, {"Origin", "http://localhost"}};
    std::swap(browser.cookies[name], other.cookies[name]);
    browser.send("POST", "/index.php/login", form, headers);
    CHECK(browser.call("GET", "/cloud/user").status == 401);
}

namespace {

// What scripts read from a page: the attribute of its head.
std::string shown_token(const Response& response) {
    constexpr std::string_view kBefore = "<head data-requesttoken=\"";
    const std::size_t start = response.body.find(kBefore);
    if (start == std::string::npos) return {};
    const std::size_t from = start + kBefore.size();
    return response.body.substr(from, response.body.find("\">", from) - from);
}

}  // namespace

TEST_CASE("the login page and every page after it show the request token of the session") {
    World world;
    Browser browser(world);
    const std::string token = shown_token(browser.send("GET", kLogin));
    CHECK(token.size() == 89);
    Form filled = form("Secret-admin");
    filled.push_back({"requesttoken", token});
    const Response in = browser.send("POST", kLogin, filled, {{"Origin", "http://localhost"}});
    CHECK(header_of(in, "Location") == "http://localhost/apps/dashboard/");
    for (const char* page : {"/apps/dashboard/", "/index.php/apps/files", "/settings/user",
                             "/index.php/nothing_there"}) {
        CAPTURE(page);
        const std::string shown = shown_token(browser.send("GET", page));
        CHECK(shown.size() == 89);
        const Response called =
            browser.send("GET", "/ocs/v2.php/cloud/user", {}, {{"requesttoken", shown}});
        CHECK(called.status == 200);
    }
    CHECK(browser.send("GET", "/ocs/v2.php/cloud/user", {}, {{"requesttoken", token}}).status ==
          412);
}

TEST_CASE("the login form carries its request token, so that it works without scripts") {
    World world;
    Browser browser(world);
    const Response page = browser.send("GET", kLogin);
    constexpr std::string_view kField = "name=\"requesttoken\" value=\"";
    const std::size_t start = page.body.find(kField);
    REQUIRE(start != std::string::npos);
    const std::size_t from = start + kField.size();
    Form filled = form("Secret-admin");
    filled.push_back({"requesttoken", page.body.substr(from, page.body.find('"', from) - from)});
    CHECK(page.body.find("<script") == std::string::npos);
    browser.send("POST", kLogin, filled, {{"Origin", "http://localhost"}});
    CHECK(browser.call("GET", "/cloud/user").status == 200);
}

TEST_CASE("the form says once why it was refused, and never whether there is such an account") {
    World world;
    world.user("off");
    Browser browser(world);
    const auto shown_after = [&](const std::string& user, const std::string& password) {
        browser.log_in(user, password);
        return browser.send("GET", kLogin).body;
    };
    constexpr const char* kWrong = "role=\"alert\">Wrong account name or password.</p>";
    CHECK(browser.send("GET", kLogin).body.find("role=\"alert\"") == std::string::npos);
    for (const char* user : {"admin", "nobody"})
        CHECK(shown_after(user, "wrong").find(kWrong) != std::string::npos);
    CHECK(browser.send("GET", kLogin).body.find("role=\"alert\"") == std::string::npos);
    world.as("admin").put("/cloud/users/off/disable");
    CHECK(shown_after("off", "wrong").find(kWrong) != std::string::npos);
    CHECK(shown_after("off", "Secret-off").find("This account is disabled.") != std::string::npos);
}

TEST_CASE("a form without a request token that fits is told of, and works when sent again") {
    World world;
    Browser browser(world);
    browser.send("POST", kLogin, form("Secret-admin"),
                 {{"requesttoken", "old:token"}, {"Origin", "http://localhost"}});
    CHECK(browser.send("GET", kLogin).body.find("The form was too old") != std::string::npos);
    browser.log_in("admin", "Secret-admin");
    CHECK(browser.call("GET", "/cloud/user").status == 200);
}

TEST_CASE("whoever has guessed too often is told to wait") {
    World world;
    Browser browser(world);
    Response last;
    for (int i = 0; i < 12 && last.status != 429; ++i)
        last = browser.log_in("admin", "wrong");
    CHECK(last.status == 429);
    CHECK(last.body.find("Try again in half an hour") != std::string::npos);
}
