// SPDX-License-Identifier: Apache-2.0
#include "service/guards.h"

#include <doctest/doctest.h>

#include "storage/logins/two_factor_rows.h"
#include "support/browser.h"

using namespace roster;

namespace {

Answer read(const Response& response) {
    Answer answer{.response = response};
    const std::optional<Value> body = parse_json(response.body);
    const Array& meta = *body->array()->find("ocs")->array()->find("meta")->array();
    answer.number = static_cast<int>(*meta.find("statuscode")->integer());
    answer.message = *meta.find("message")->text();
    return answer;
}

}  // namespace

TEST_CASE("a call of a session needs the header or the request token, also for reading") {
    World world;
    Browser browser(world);
    browser.log_in("admin", "Secret-admin");
    const std::string path = "/ocs/v2.php/cloud/user?format=json";
    CHECK(browser.send("GET", path).status == 412);
    CHECK(browser.send("GET", path, {}, {{"OCS-APIRequest", "0"}}).status == 200);
    CHECK(browser.send("GET", path, {}, {{"requesttoken", "a:b"}}).status == 412);
    const std::string token = browser.request_token();
    CHECK(browser.send("GET", path, {}, {{"requesttoken", token}}).status == 200);
    CHECK(browser.send("GET", path + "&requesttoken=" + percent_encode(token)).status == 200);
    CHECK(browser.request_token() != token);
}

TEST_CASE("a form may hold the request token of its session") {
    World world;
    Browser browser(world);
    browser.log_in("admin", "Secret-admin");
    const std::string token = browser.request_token();
    const std::string path = "/ocs/v2.php/cloud/groups?format=json";
    CHECK(browser.send("POST", path, {{"groupid", "a"}, {"requesttoken", "a:b"}}).status == 412);
    CHECK(browser.send("POST", path, {{"groupid", "a"}, {"requesttoken", token}}).status == 200);
    CHECK(world.db->exists("SELECT 1 FROM oc_groups WHERE gid = 'a'"));
}

TEST_CASE("a remembered session reads, and writes only once the password is confirmed") {
    World world;
    Browser browser(world);
    browser.log_in("admin", "Secret-admin");
    browser.cookies.erase("octest000000");
    browser.cookies.erase("oc_sessionPassphrase");
    CHECK(browser.call("GET", "/cloud/groups").status == 200);
    const Answer refused =
        read(browser.call("POST", "/cloud/groups?format=json", {{"groupid", "g"}}));
    CHECK(refused.number == 403);
    CHECK(refused.message == "Password confirmation is required");
    CHECK(browser.call("PUT", "/core/apppassword/confirm", {{"password", "Secret-admin"}}).status ==
          200);
    CHECK(browser.call("POST", "/cloud/groups", {{"groupid", "g"}}).status == 200);
    world.now += 1816;
    CHECK(browser.call("POST", "/cloud/groups", {{"groupid", "h"}}).status == 403);
}

TEST_CASE("a session whose second factor is not passed is sent to the challenge") {
    World world;
    storage::set_two_factor_state(*world.db, "admin", "totp", true);
    Browser browser(world);
    const Response login = browser.log_in("admin", "Secret-admin");
    CHECK(header_of(login, "Location") == "/login/challenge/totp");
    CHECK_FALSE(browser.cookies.contains("nc_token"));
    const Response response = browser.call("GET", "/cloud/user?format=json");
    CHECK(response.status == 303);
    CHECK(header_of(response, "Location") ==
          "/login/selectchallenge?redirect_url=/ocs/v2.php/cloud/user?format%3Djson");
    CHECK_FALSE(browser.request_token().empty());
}

TEST_CASE("a wrong guess is counted after its answer, and the eleventh gets none") {
    World world;
    const Form wrong{{"login", "admin"}, {"password", "wrong"}};
    Answer answer;
    for (int i = 1; i <= 10; ++i) {
        answer = world.as("").post("/person/check", wrong);
        CHECK(answer.number == 102);
        if (i == 2)
            CHECK(header_of(answer.response, "X-Nextcloud-Bruteforce-Throttled") == "600ms");
    }
    CHECK(header_of(answer.response, "X-Nextcloud-Bruteforce-Throttled") == "50000ms");
    CHECK(world.as("").post("/person/check", wrong).number == 996);
    CHECK(world.as("").post("/person/check", wrong).number == 429);
    CHECK(world.as("admin").get("/cloud/user").number == 429);
}

TEST_CASE("a call that logs in by password owes no delay for failed logins before it") {
    World world;
    const Form right{{"login", "admin"}, {"password", "Secret-admin"}};
    const Form wrong{{"login", "admin"}, {"password", "wrong"}};
    const auto delay = [](const Answer& answer) {
        return header_of(answer.response, "X-Nextcloud-Bruteforce-Throttled");
    };
    CHECK(delay(world.as("").post("/person/check", wrong)) == "200ms");
    CHECK(delay(world.as("").post("/person/check", right)) == "200ms");
    CHECK(delay(world.as("admin").post("/person/check", right)).empty());
    CHECK(delay(world.as("admin").post("/person/check", wrong)).empty());
    CHECK(delay(world.as("").post("/person/check", right)) == "400ms");
}

TEST_CASE(
    "guesses that a page of its own counts are refused with its headers, logins with others") {
    World world;
    const Form wrong{{"password", "wrong"}};
    Answer answer;
    for (int i = 1; i <= 12; ++i)
        answer = world.as("admin").put("/core/apppassword/confirm", wrong);
    CHECK(answer.number == 429);
    CHECK(answer.message == "Reached maximum delay");
    CHECK(header_of(answer.response, "X-User-Id") == "admin");
    CHECK(answer.response.length_known);
    const Response xml =
        world.send({.method = "PUT",
                    .target = "/ocs/v1.php/core/apppassword/confirm?password=x",
                    .headers = {{"OCS-APIRequest", "true"},
                                {"Authorization", basic("admin", "Secret-admin")}}});
    CHECK(xml.status == 200);
    CHECK(header_of(xml, "Content-Type") == "application/xml; charset=utf-8");

    for (int i = 1; i <= 12; ++i)
        answer = world.as("").post("/person/check", {{"login", "admin"}, {"password", "wrong"}});
    CHECK(answer.number == 429);
    CHECK(answer.response.length_known);
    answer = world.as("admin").get("/cloud/user");
    CHECK(answer.number == 429);
    CHECK(header_of(answer.response, "X-User-Id").empty());
    CHECK_FALSE(answer.response.length_known);
}

TEST_CASE("too many calls are a page for those who ask for one, with the headers of a page") {
    World world;
    world.user("edna");
    const auto edit = [&world](const std::string& accept) {
        return world.send({.method = "PUT",
                           .target = "/ocs/v1.php/cloud/users/edna/additional_mail?format=json",
                           .headers = {{"OCS-APIRequest", "true"},
                                       {"Accept", accept},
                                       {"Authorization", basic("admin", "Secret-admin")}}});
    };
    for (int i = 0; i < 5; ++i)
        CHECK(edit("*/*").status == 200);
    const Response bare = edit("*/*"), page = edit("text/html");
    CHECK(bare.status == 429);
    CHECK(bare.body.empty());
    CHECK(header_of(bare, "Content-Security-Policy").starts_with("default-src 'none';base-uri"));
    CHECK(header_of(bare, "Content-Security-Policy").find("script-src") == std::string::npos);
    CHECK(page.status == 429);
    CHECK(header_of(page, "Content-Security-Policy").find("script-src") != std::string::npos);
    CHECK(header_of(page, "X-User-Id") == "admin");
}

TEST_CASE("the limit of calls answers before the handler and before missing arguments") {
    World world;
    world.user("edna");
    for (int i = 0; i < 5; ++i)
        CHECK(world.as("admin").put("/cloud/users/edna/additional_mail").number == 996);
    const Answer refused = world.as("admin").put("/cloud/users/edna/additional_mail");
    CHECK(refused.status() == 429);
    CHECK(refused.response.body.empty());
    CHECK(world.as("edna").put("/cloud/users/edna/additional_mail").number == 996);
}
