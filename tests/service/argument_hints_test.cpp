// SPDX-License-Identifier: Apache-2.0
#include "service/argument_hints.h"

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

TEST_CASE("letter case is spoken of only where a parameter is missing") {
    World world;
    world.group("staff").user("kim");
    auto admin = world.as("admin");
    const Form long_name{
        {"userid", "a"}, {"password", "Plum-Kettle-42"}, {"displayName", std::string(70, 'x')}};
    CHECK(hint(admin.post("/cloud/users", long_name)) ==
          "A display name has at most 64 characters.");
    CHECK_FALSE(says(admin.remove("/cloud/groups/admin"), "letter case matters"));
    CHECK_FALSE(says(admin.post("/cloud/users/ghost/groups", {{"groupid", "staff"}}), "was sent"));
    CHECK_FALSE(
        says(admin.post("/cloud/users", {{"userid", "kim"}, {"UserID", "kim"}}), "was sent"));
    CHECK_FALSE(says(admin.post("/cloud/users/kim/groups", {{"groupid", " "}, {"groupId", "x"}}),
                     "was sent"));
    CHECK(says(admin.post("/cloud/users/kim/groups", {{"groupId", "x"}}), "'groupId' was sent"));
    CHECK(says(admin.post("/cloud/users", {{"userid", "a"}, {"Password", "Plum-Kettle-42"}}),
               "'Password' was sent"));
}

TEST_CASE("a placeholder of the path is no parameter that the caller named") {
    World world;
    auto admin = world.as("admin");
    CHECK_FALSE(says(admin.post("/cloud/users/kim/wipe", {}), "was sent"));
    CHECK_FALSE(says(admin.put("/cloud/groups/admin", {}), "'groupId'"));
    CHECK_FALSE(says(admin.remove("/cloud/groups/admin"), "'groupId'"));
}

TEST_CASE("a JSON body that is nested too deep is told so, and not to look for a bracket") {
    World world;
    const auto said = [&world](const std::string& body) {
        const Response response =
            world.send({.method = "POST",
                        .target = "/ocs/v2.php/cloud/users",
                        .headers = {{"OCS-APIRequest", "true"},
                                    {"Content-Type", "application/json"},
                                    {"Authorization", basic("admin", "Secret-admin")}},
                        .body = body});
        return std::string(response.find_header("Roster-Hint").value_or(""));
    };
    const auto nested = [](std::size_t levels) {
        return "{\"userid\":" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
    };
    CHECK(said(nested(600)).find("more than 511 levels") != std::string::npos);
    CHECK(said(nested(600)).find("bracket too many") == std::string::npos);
    CHECK(said(nested(512)).find("more than 511 levels") != std::string::npos);
    CHECK(said(nested(511)).find("levels") == std::string::npos);
    CHECK(said(nested(511) + "}").find("bracket too many") != std::string::npos);
}
