// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "support/browser.h"

using namespace roster;

namespace {

// Calls with whatever credential, and reads the app password that comes back.
struct Device {
    World& world;
    std::string authorization;

    Response call(const std::string& method, const std::string& path, const Form& form = {}) {
        Browser browser(world);
        return browser.call(method, path + "?format=json", form,
                            {{"Authorization", authorization}, {"User-Agent", "Phone 1"}});
    }
};

std::string app_password_in(const Response& response) {
    const std::optional<Value> body = parse_json(response.body);
    const Array& data = *body->array()->find("ocs")->array()->find("data")->array();
    return *data.find("apppassword")->text();
}

std::string text_in(const Response& response) {
    const std::optional<Value> body = parse_json(response.body);
    const Array& meta = *body->array()->find("ocs")->array()->find("meta")->array();
    return *meta.find("message")->text();
}

}  // namespace

TEST_CASE("an app password is made with the login password, and works by Basic and Bearer") {
    World world;
    Device device{world, basic("admin", "Secret-admin")};
    const std::string app = app_password_in(device.call("GET", "/core/getapppassword"));
    CHECK(app.size() == 72);
    CHECK(world.db->text("SELECT name FROM oc_authtoken") == "Phone 1");
    for (const std::string& credential : {basic("ADMIN", app), "Bearer " + app}) {
        Device other{world, credential};
        CHECK(other.call("GET", "/cloud/user").status == 200);
        CHECK(text_in(other.call("GET", "/core/getapppassword")) ==
              "You cannot request an new apppassword with an apppassword");
    }
}

TEST_CASE("a rotated app password is refused at once, a deleted one too") {
    World world;
    Device device{world, basic("admin", "Secret-admin")};
    CHECK(text_in(device.call("POST", "/core/apppassword/rotate")) == "no app password in use");
    const std::string first = app_password_in(device.call("GET", "/core/getapppassword"));
    Device with_first{world, basic("admin", first)};
    const std::string second = app_password_in(with_first.call("POST", "/core/apppassword/rotate"));
    CHECK(with_first.call("GET", "/cloud/user").status == 401);

    Device with_second{world, basic("admin", second)};
    CHECK(with_second.call("DELETE", "/core/apppassword").status == 200);
    CHECK(with_second.call("GET", "/cloud/user").status == 401);
    CHECK(text_in(device.call("DELETE", "/core/apppassword")) == "no app password in use");
}

TEST_CASE("the cookies of an app password are a session from the first answer on") {
    World world;
    Device device{world, basic("admin", "Secret-admin")};
    const std::string app = app_password_in(device.call("GET", "/core/getapppassword"));
    Browser browser(world);
    browser.call("GET", "/cloud/user", {}, {{"Authorization", basic("admin", app)}});
    CHECK(browser.call("GET", "/cloud/user").status == 200);
    CHECK(browser.announced.empty());
    CHECK(browser.call("DELETE", "/core/apppassword").status == 200);
    CHECK(browser.call("GET", "/cloud/user").status == 401);
}

TEST_CASE("confirming checks the login password, and counts wrong ones until a right one") {
    World world;
    Device device{world, basic("admin", "Secret-admin")};
    const Form wrong{{"password", "wrong"}}, right{{"password", "Secret-admin"}};
    const std::string path = "/core/apppassword/confirm";
    const auto delay = [](const Response& response) {
        return header_of(response, "X-Nextcloud-Bruteforce-Throttled");
    };
    CHECK(device.call("PUT", path).status == 500);
    CHECK(delay(device.call("PUT", path, wrong)) == "200ms");
    const Response second = device.call("PUT", path, wrong);
    CHECK(second.status == 403);
    CHECK(delay(second) == "600ms");
    CHECK(device.call("PUT", path, right).status == 200);
    CHECK(delay(device.call("PUT", path, wrong)) == "200ms");
}
