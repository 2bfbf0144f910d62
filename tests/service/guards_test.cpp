// SPDX-License-Identifier: Apache-2.0
#include "service/guards.h"

#include <doctest/doctest.h>

#include "storage/two_factor_rows.h"
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
