// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "directory/login/tokens.h"
#include "storage/logins/token_rows.h"
#include "support/browser.h"

using namespace roster;

namespace {

constexpr const char* kPath = "/index.php/settings/personal/authtokens";

// Somebody who is logged in in a browser, and sends the token of the session.
struct LoggedIn : Browser {
    World& world;
    std::string token;

    LoggedIn(World& world_, const std::string& uid) : Browser(world_), world(world_) {
        log_in(uid, "Secret-" + uid);
        token = request_token();
    }
    Response ask(const std::string& method, const std::string& path, const Form& form = {}) {
        return send(method, kPath + path, form, {{"requesttoken", token}});
    }
    // The app password of that name.
    std::string make(const std::string& name) {
        const std::optional<Value> body = parse_json(ask("POST", "", {{"name", name}}).body);
        return *body->array()->find("token")->text();
    }
    std::vector<Token> rows(const std::string& uid) {
        std::vector<Token> tokens = storage::tokens_of(*world.db, uid);
        std::erase_if(tokens, [](const Token& row) { return row.type == TokenType::session; });
        return tokens;
    }
};

int status_with(World& world, const std::string& uid, const std::string& password) {
    return world
        .send({.method = "GET",
               .target = "/ocs/v2.php/cloud/user",
               .headers = {{"OCS-APIRequest", "true"}, {"Authorization", basic(uid, password)}}})
        .status;
}

Form edit(const std::string& name, const std::string& filesystem) {
    return {{"name", name}, {"scope[filesystem]", filesystem}};
}

}  // namespace

TEST_CASE("a browser session makes an app password that works at once") {
    World world;
    world.user("zoe");
    LoggedIn zoe(world, "zoe");
    const Response response = zoe.ask("POST", "", {{"name", "phone"}});
    CHECK(response.status == 200);
    CHECK(header_of(response, "Content-Type") == "application/json; charset=utf-8");
    const Token row = zoe.rows("zoe").at(0);
    const std::string password = response.body.substr(10, 29);
    CHECK(response.body ==
          R"({"token":")" + password + R"(","loginName":"zoe","deviceToken":{"id":)" +
              std::to_string(row.id) + R"(,"name":"phone","lastActivity":)" +
              std::to_string(world.now) +
              R"(,"type":1,"scope":{"filesystem":true},"canDelete":true,"canRename":true}})");
    CHECK(std::count(password.begin(), password.end(), '-') == 4);
    CHECK(row.login_name == "zoe");
    CHECK_FALSE(row.scope);
    CHECK_FALSE(row.remember);
    CHECK(row.keeps_password());
    CHECK(status_with(world, "zoe", password) == 200);
}

TEST_CASE("the address of app passwords works without index.php, and asks for the token") {
    World world;
    LoggedIn admin(world, "admin");
    const Response made = admin.send("POST", "/settings/personal/authtokens",
                                     {{"name", "x"}, {"requesttoken", admin.token}});
    CHECK(made.status == 200);
    CHECK(admin.send("POST", kPath, {{"name", "x"}}).status == 412);
    CHECK(Browser(world).send("POST", kPath, {{"name", "x"}}).status == 401);
    CHECK(admin.rows("admin").size() == 1);
}

TEST_CASE("a name of more than 128 letters is cut, and one is needed") {
    World world;
    LoggedIn admin(world, "admin");
    admin.make(std::string(128, 'a'));
    admin.make(std::string(129, 'b'));
    const std::vector<Token> rows = admin.rows("admin");
    CHECK(rows.at(0).name == std::string(128, 'a'));
    CHECK(rows.at(1).name == std::string(120, 'b') + "…");
    CHECK(admin.ask("POST", "").status == 500);
    CHECK(admin.ask("POST", "", {{"name", "\xff"}}).status == 400);
    const std::string id = "/" + std::to_string(rows.at(0).id);
    CHECK(admin.ask("PUT", id, edit(std::string(129, 'c'), "1")).body == "[]");
    CHECK(admin.rows("admin").at(0).name == std::string(120, 'c') + "…");
}

TEST_CASE("an app password makes, changes and deletes none") {
    World world;
    LoggedIn admin(world, "admin");
    const std::string password = admin.make("phone");
    const std::string id = "/" + std::to_string(admin.rows("admin").at(0).id);
    const auto ask = [&](const std::string& method, const std::string& path, const Form& form) {
        return Browser(world).send(
            method, kPath + path, form,
            {{"OCS-APIRequest", "true"}, {"Authorization", basic("admin", password)}});
    };
    const Response made = ask("POST", "", {{"name", "x"}});
    CHECK(made.status == 503);
    CHECK(made.body == "[]");
    CHECK(ask("PUT", id, edit("y", "0")).status == 400);
    CHECK(ask("DELETE", id, {}).status == 400);
    CHECK(ask("POST", "/wipe" + id, {}).status == 400);
    CHECK(status_with(world, "admin", password) == 200);
    CHECK(admin.rows("admin").at(0).name == "phone");
}

TEST_CASE("a call with the password alone has no session that could make an app password") {
    World world;
    const Response made = Browser(world).send(
        "POST", kPath, {{"name", "x"}},
        {{"OCS-APIRequest", "true"}, {"Authorization", basic("admin", "Secret-admin")}});
    CHECK(made.status == 503);
    CHECK(made.body == "[]");
}

TEST_CASE("making an app password wants the password once more after half an hour") {
    World world;
    LoggedIn admin(world, "admin");
    const std::string password = admin.make("phone");
    const std::string id = "/" + std::to_string(admin.rows("admin").at(0).id);
    world.now += 1'900;
    const Response refused = admin.ask("POST", "", {{"name", "x"}});
    CHECK(refused.status == 403);
    CHECK(refused.body.starts_with(R"({"message":"Password confirmation is required")"));
    CHECK(admin.ask("POST", "/wipe" + id).status == 403);
    CHECK(admin.ask("PUT", id, edit("tablet", "1")).status == 200);
    admin.call("PUT", "/core/apppassword/confirm", {{"password", "Secret-admin"}});
    CHECK(admin.ask("POST", "", {{"name", "x"}}).status == 200);
}

TEST_CASE("an app password gets another name and another scope") {
    World world;
    LoggedIn admin(world, "admin");
    admin.make("phone");
    const auto row = [&admin] { return admin.rows("admin").at(0); };
    const std::string id = "/" + std::to_string(row().id);
    const std::string json = R"({"name":"tablet","scope":{"filesystem":false}})";
    Request request{.method = "PUT", .target = kPath + id, .body = json};
    std::string cookies;
    for (const auto& [name, value] : admin.cookies)
        cookies += name + "=" + value + "; ";
    request.headers = {
        {"Content-Type", "application/json"}, {"Cookie", cookies}, {"requesttoken", admin.token}};
    const Response edited = world.send(std::move(request));
    CHECK(edited.status == 200);
    CHECK(edited.body == "[]");
    CHECK(row().name == "tablet");
    CHECK(row().scope == R"({"filesystem":false})");
    CHECK(admin.ask("PUT", id, edit("tablet", "1")).status == 200);
    CHECK(row().scope == R"({"filesystem":true})");
    CHECK(admin.ask("PUT", id, {{"name", "y"}}).status == 500);
}

TEST_CASE("a deleted app password is refused at once, and a wiped one is told to its device") {
    World world;
    LoggedIn admin(world, "admin");
    const std::string lost = admin.make("lost"), old = admin.make("old");
    CHECK(status_with(world, "admin", lost) == 200);
    CHECK(status_with(world, "admin", old) == 200);
    const std::vector<Token> rows = admin.rows("admin");
    const std::string lost_id = "/" + std::to_string(rows.at(0).id);
    const std::string old_id = "/" + std::to_string(rows.at(1).id);
    const Response deleted = admin.ask("DELETE", old_id);
    CHECK(deleted.status == 200);
    CHECK(deleted.body == "[]");
    CHECK(status_with(world, "admin", old) == 401);
    CHECK(admin.ask("DELETE", old_id).status == 404);
    CHECK(admin.ask("POST", "/wipe" + lost_id).body == "[]");
    CHECK(status_with(world, "admin", lost) == 401);
    CHECK(admin.send("POST", "/index.php/core/wipe/check", {{"token", lost}}).body ==
          R"({"wipe":true})");
    CHECK(admin.ask("PUT", lost_id, edit("x", "1")).status == 404);
    CHECK(admin.ask("DELETE", lost_id).status == 200);
}

TEST_CASE("nobody changes the app passwords of somebody else") {
    World world;
    world.user("zoe");
    LoggedIn zoe(world, "zoe"), admin(world, "admin");
    const std::string password = zoe.make("phone");
    const std::string id = "/" + std::to_string(zoe.rows("zoe").at(0).id);
    CHECK(admin.ask("DELETE", id).status == 404);
    CHECK(admin.ask("PUT", id, edit("x", "1")).status == 404);
    CHECK(admin.ask("POST", "/wipe" + id).status == 404);
    CHECK(admin.ask("DELETE", "/99999").body == "[]");
    CHECK(status_with(world, "zoe", password) == 200);
    CHECK(zoe.rows("zoe").at(0).name == "phone");
}
