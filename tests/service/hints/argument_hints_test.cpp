// SPDX-License-Identifier: Apache-2.0
#include "service/hints/argument_hints.h"

#include <doctest/doctest.h>

#include "service/shown_hints.h"
#include "support/world.h"

using namespace roster;

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
        return shown_hint(response);
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

TEST_CASE("a plus that a form turned into a blank is told how to be sent") {
    World world;
    world.user("kim");
    auto admin = world.as("admin");
    const auto said = [&admin](const char* key, const char* value) {
        return hint(admin.put("/cloud/users/kim", {{"key", key}, {"value", value}}));
    };
    for (const auto& [key, value] : {std::pair("phone", " 49711123456"),
                                     {"phone", " 49 711 123456"},
                                     {"email", "kim news@example.org"},
                                     {"additional_mail", "kim news@example.org"},
                                     {"timezone", "Etc/GMT 5"}}) {
        CAPTURE(std::string(key));
        CHECK(said(key, value).find("--data-urlencode") != std::string::npos);
    }
    for (const auto& [key, value] :
         {std::pair("phone", "0711 123456"), {"phone", " x"}, {"email", "nonsense"}}) {
        CAPTURE(std::string(value));
        CHECK(said(key, value).find("--data-urlencode") == std::string::npos);
    }
}

TEST_CASE("a parameter that a GET misses is told to stand in the query") {
    World world;
    const std::string said = hint(world.as("admin").get("/core/autocomplete/get"));
    CHECK(said.find("?search=") != std::string::npos);
    CHECK(said.find("-d ") == std::string::npos);
    CHECK(says(world.as("admin").get("/core/autocomplete/get?Search=x"), "'Search' was sent"));
    CHECK(says(world.as("admin").post("/cloud/users"), "-d 'userid=...'"));
}

TEST_CASE("a new account that stays in spite of a refusal is said to be there") {
    World world;
    auto admin = world.as("admin");
    const auto said = [&admin](const std::string& uid, const char* name, const std::string& value) {
        return hint(admin.post("/cloud/users",
                               {{"userid", uid}, {"password", "Plum-Kettle-42"}, {name, value}}));
    };
    const std::string long_email = std::string(2049, 'x');
    for (const auto& [uid, name, value] : {std::tuple("a", "quota", std::string("lots")),
                                           {"b", "quota", "-1"},
                                           {"c", "language", "klingon"},
                                           {"e", "email", long_email}}) {
        CAPTURE(std::string(name));
        const std::string told = said(uid, name, value);
        CAPTURE(told);
        CHECK(world.has_user(uid));
        CHECK(told.find("account was made") != std::string::npos);
        CHECK(told.find("PUT .../cloud/users/") != std::string::npos);
        CHECK(told.find(std::string("key=") + name) != std::string::npos);
    }
    CHECK(said("f", "displayName", std::string(70, 'x')).find("was made") == std::string::npos);
    CHECK_FALSE(world.has_user("f"));
    CHECK_FALSE(
        says(admin.put("/cloud/users/a", {{"key", "quota"}, {"value", "lots"}}), "was made"));
}
