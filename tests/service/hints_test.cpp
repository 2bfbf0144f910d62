// SPDX-License-Identifier: Apache-2.0
#include "service/hints.h"

#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

namespace {

std::string hint(const Answer& answer) {
    return std::string(answer.response.find_header("Roster-Hint").value_or(""));
}

bool says(const Answer& answer, const std::string& words) {
    return hint(answer).find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("every refusal says what to change, and a success says nothing") {
    World world;
    world.user("anna");
    auto admin = world.as("admin");
    CHECK(says(admin.post("/cloud/users"), "The parameter 'userid' is missing"));
    CHECK(says(admin.get("/cloud/usrs"), "the nearest is GET /cloud/users"));
    CHECK(says(world.as("").get("/cloud/users"), "curl: -u NAME:PASSWORD"));
    CHECK(says(world.as("ghost").get("/cloud/users"), "Name or password is wrong"));
    CHECK(says(world.as("anna").get("/cloud/users"), "sub-admin of a group"));
    CHECK(says(admin.put("/cloud/users/anna", {{"key", "phone"}, {"value", "0711 1"}}),
               "default_phone_region"));
    CHECK(says(admin.put("/cloud/users/anna", {{"key", "nothing"}, {"value", "x"}}),
               "/cloud/user/fields"));
    CHECK(says(admin.put("/cloud/users/admin/disable"), "let another administrator do it"));
    CHECK(says(admin.call("PATCH", "/cloud/users", {}), "not with this method"));
    CHECK(hint(admin.get("/cloud/users")).empty());
}

TEST_CASE("a disabled account learns that it is disabled") {
    World world;
    world.user("anna");
    world.as("admin").put("/cloud/users/anna/disable");
    CHECK(says(world.as("anna").get("/cloud/user"), "This account is disabled"));
}

TEST_CASE("what is wrong about an app password is told") {
    World world;
    auto admin = world.as("admin");
    CHECK(says(admin.remove("/core/apppassword"), "Log in with the app password"));
    CHECK(says(admin.post("/core/apppassword/rotate"), "Log in with the app password"));
    Request request{.method = "GET",
                    .target = "/ocs/v2.php/cloud/user",
                    .headers = {{"Authorization", "Bearer " + std::string(72, 'x')}}};
    const Response response = world.send(std::move(request));
    CHECK(response.status == 401);
    REQUIRE(response.find_header("Roster-Hint"));
    CHECK(response.find_header("Roster-Hint")->starts_with("This server has no such app password"));
}

TEST_CASE("a limit says with what command it goes, and the command names the address") {
    World world;
    world.user("anna");
    auto admin = world.as("admin");
    for (int edit = 0; edit < 50; ++edit)
        admin.put("/cloud/users/anna", {{"key", "headline"}, {"value", std::to_string(edit)}});
    const Form edit{{"key", "headline"}, {"value", "x"}};
    const Answer limited = admin.put("/cloud/users/anna", edit);
    CHECK(limited.status() == 429);
    CHECK(says(limited, "config:system:set roster.unlimited_admins --type boolean --value true"));
    world.set("roster.unlimited_admins", true);
    CHECK(admin.put("/cloud/users/anna", edit).number == 200);
    for (int guess = 0; guess < 12; ++guess)
        world.as("ghost").get("/cloud/user");
    CHECK(says(admin.get("/cloud/user"), "security:bruteforce:reset 127.0.0.1"));
}

TEST_CASE("an answer in an unknown format names the known ones") {
    World world;
    Request request{
        .method = "GET",
        .target = "/ocs/v2.php/cloud/users?format=yaml",
        .headers = {{"OCS-APIRequest", "true"}, {"Authorization", basic("admin", "Secret-admin")}}};
    const Response response = world.send(std::move(request));
    CHECK(response.status == 500);
    REQUIRE(response.find_header("Roster-Hint"));
    CHECK(*response.find_header("Roster-Hint") == "Ask for format=json or format=xml.");
}

TEST_CASE("the hint is in the body only when roster.hints says so") {
    World world;
    auto admin = world.as("admin");
    CHECK(admin.get("/cloud/users/ghost").response.body.find("hint") == std::string::npos);
    world.set("roster.hints", "body");
    CHECK(
        admin.get("/cloud/users/ghost")
            .response.body.find("\"message\":\"User does not exist\",\"hint\":\"No account has") !=
        std::string::npos);
    CHECK(admin.get("/cloud/users").response.body.find("hint") == std::string::npos);
}
