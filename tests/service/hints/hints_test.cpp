// SPDX-License-Identifier: Apache-2.0
#include "service/hints/hints.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "service/shown_hints.h"
#include "support/world.h"

using namespace roster;

namespace {

// A call that is refused, by the administrator.
struct Refused {
    const char* method;
    std::string path;
    Form form{};
};
const std::vector<Refused>& refusals() {
    static const std::vector<Refused> kRefusals = {
#include "service/refusals.inc"
    };
    return kRefusals;
}

// The names of all parameters that a handler reads.
std::set<std::string> parameters_read() {
    std::set<std::string> names;
    const std::regex read("call\\.\\w+\\(\"(\\w+)\"");
    namespace fs = std::filesystem;
    for (const auto& entry : fs::recursive_directory_iterator(ROSTER_TESTS_DIR "/../src/ocs")) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path());
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        for (std::sregex_iterator at(text.begin(), text.end(), read), end; at != end; ++at)
            names.insert((*at)[1]);
    }
    return names;
}

// An account of each kind, and what the refusals need besides.
void prepare(World& world) {
    world.group("staff").group("other").user("kim", {"staff"}).user("sue").subadmin("sue", "staff");
    auto admin = world.as("admin");
    admin.put("/cloud/users/kim", {{"key", "email"}, {"value", "kim@example.org"}});
    admin.put("/cloud/users/kim", {{"key", "additional_mail"}, {"value", "k@example.org"}});
}

}  // namespace

TEST_CASE("no hint names a parameter that nobody reads, or sends a caller to the log") {
    World world;
    prepare(world);
    const std::set<std::string> names = parameters_read();
    CHECK(names.contains("userid"));
    const std::regex named("parameter '([^']*)'");
    for (const Refused& call : refusals()) {
        world.now += 1000;  // Too many calls would be refused for that.
        CAPTURE(call.method + (" " + call.path));
        CAPTURE(encode_form(call.form));
        const Answer answer = world.as("admin").call(call.method, call.path, call.form);
        const std::string said = hint(answer);
        CAPTURE(answer.number);
        CAPTURE(answer.message);
        CAPTURE(said);
        CHECK(answer.number != 200);
        CHECK_FALSE(said.empty());
        CHECK(said.find("its log") == std::string::npos);
        CHECK(said.find("%") == std::string::npos);
        for (std::sregex_iterator at(said.begin(), said.end(), named), end; at != end; ++at)
            CHECK(names.contains((*at)[1]));
        CHECK(std::ranges::all_of(said, [](char c) { return c >= ' ' && c <= '~'; }));
    }
}

TEST_CASE("a new account needs a password or an address, and is told so") {
    World world;
    CHECK(says(world.as("admin").post("/cloud/users", {{"userid", "kim"}}),
               "Give a password, or an email address"));
}

TEST_CASE("a userid is told the character that it cannot have") {
    World world;
    const auto said = [&world](const char* uid) {
        return hint(world.as("admin").post("/cloud/users",
                                           {{"userid", uid}, {"password", "Plum-Kettle-42"}}));
    };
    CHECK(said("a/b").find("cannot have '/'") != std::string::npos);
    CHECK(said("\xE2\x80\x9Ckim\xE2\x80\x9D").find("U+201C, a typographic quote") !=
          std::string::npos);
    CHECK(said("Jos\xC3\xA9").find("U+00E9") != std::string::npos);
    CHECK(said("Jos\xC3\xA9").find("displayName") != std::string::npos);
    CHECK(said("\xF0\x9F\x98\x80").find("U+1F600") != std::string::npos);
    CHECK(said("a\nb").find("U+000A") != std::string::npos);
    CHECK(said("\xFFx").find("no UTF-8") != std::string::npos);
    CHECK(said(" ").find("not blank") != std::string::npos);
    CHECK(said(" x").find("Take the blank") != std::string::npos);
    CHECK(said("..").find("dots only") != std::string::npos);
    CHECK(said(".htaccess").find("data directory") != std::string::npos);
    CHECK(said(std::string(65, 'x').c_str()).find("at most 64") != std::string::npos);
}

TEST_CASE("a parameter that was sent under almost its name is told the right one") {
    World world;
    auto admin = world.as("admin");
    CHECK(says(admin.post("/cloud/users", {{"userId", "kim"}}), "'userId' was sent"));
    CHECK(says(admin.post("/cloud/users", {{"\xE2\x80\x9Cuserid", "kim"}}), "Typographic quotes"));
}

TEST_CASE("a body that cannot be read as what it is said to be is told so") {
    World world;
    world.user("kim");
    const auto said = [&world](const char* method, const char* path, const char* type,
                               const char* body) {
        const Response response =
            world.send({.method = method,
                        .target = std::string("/ocs/v2.php") + path,
                        .headers = {{"OCS-APIRequest", "true"},
                                    {"Content-Type", type},
                                    {"Authorization", basic("admin", "Secret-admin")}},
                        .body = body});
        return shown_hint(response);
    };
    constexpr const char *kJson = "application/json", *kForm = "application/x-www-form-urlencoded";
    CHECK(said("POST", "/cloud/users", kJson, "{\"userid\":\"x\",}").find("no JSON") !=
          std::string::npos);
    CHECK(said("POST", "/cloud/users", kForm, "{\"userid\":\"x\"}").find("looks like JSON") !=
          std::string::npos);
    CHECK(said("POST", "/cloud/users", kJson, "{\"userid\":\"x\",\"groups\":\"staff\"}")
              .find("groups[]=") != std::string::npos);
    CHECK(said("POST", "/cloud/users", kJson, "{\"userid\":[\"x\"]}").find("is a text") !=
          std::string::npos);
    CHECK(said("PUT", "/cloud/users/kim", "multipart/form-data; boundary=x", "--x\r\n")
              .find("Only a POST") == 0);
    CHECK(said("PUT", "/cloud/users/kim", kForm, "displayname=K").find("key=displayname and") !=
          std::string::npos);
    CHECK(said("PUT", "/cloud/users/kim/quota", kForm, "value=none").find("key=quota and") !=
          std::string::npos);
    CHECK(said("PUT", "/cloud/users/kim", kForm, "key=enabled&value=0").find("/enable") !=
          std::string::npos);
    CHECK(said("POST", "/cloud/users/kim/groups", kForm, "groupId=x").find("'groupId' was sent") !=
          std::string::npos);
}

TEST_CASE("where the password does not do, the hint speaks of app passwords, right or wrong") {
    World world;
    world.user("anna");
    const auto said = [&world](const std::string& authorization) {
        const Response response =
            world.send({.method = "GET",
                        .target = "/ocs/v2.php/cloud/user",
                        .headers = {{"OCS-APIRequest", "true"}, {"Authorization", authorization}}});
        CHECK(response.status == 401);
        return shown_hint(response);
    };
    CHECK(said("bearer abc").find("Bearer with a capital B") != std::string::npos);
    CHECK(said("Token abc").find("This word in the header") == 0);
    CHECK(said("Basic !").find("Send the credentials") == 0);
    world.set("token_auth_enforced", true);
    const std::string right = said(basic("anna", "Secret-anna"));
    CHECK(right.find("token_auth_enforced") != std::string::npos);
    CHECK(right.find("roster --data-dir DIR user:auth-tokens:add") != std::string::npos);
    CHECK(right == said(basic("anna", "wrong")));
    world.set("token_auth_enforced", false);
    world.set("twofactor_enforced", "true");
    const std::string enforced = said(basic("anna", "Secret-anna"));
    CHECK(enforced.find("second factor") != std::string::npos);
    CHECK(enforced == said(basic("anna", "wrong")));
}

TEST_CASE("a field that may not be edited says who may, and its right name") {
    World world;
    prepare(world);
    const auto said = [&world](const char* caller, const char* uid, const char* key) {
        return hint(world.as(caller).put(std::string("/cloud/users/") + uid,
                                         {{"key", key}, {"value", "x"}}));
    };
    CHECK(said("admin", "kim", "displayName").find("is written displayname") != std::string::npos);
    CHECK(said("admin", "kim", "nothing").find("manager") != std::string::npos);
    CHECK(said("kim", "kim", "quota").find("administrators") != std::string::npos);
    CHECK(said("admin", "kim", "phoneScope").find("Only the account itself") == 0);
    CHECK(said("admin", "kim", "notify_email").find("has confirmed") != std::string::npos);
    world.set("allow_user_to_change_display_name", false);
    CHECK(said("kim", "kim", "displayname").find("allow_user_to_change_display_name") !=
          std::string::npos);
}

TEST_CASE("a stored value that keeps others from being changed is named as such") {
    World world;
    world.user("anna");
    auto admin = world.as("admin");
    admin.put("/cloud/users/anna", {{"key", "phone"}, {"value", "+49711234567"}});
    world.db->change(
        "UPDATE oc_accounts SET data = REPLACE(data, '+49711234567', '12') WHERE uid = "
        "'anna'");
    CHECK(says(admin.put("/cloud/users/anna", {{"key", "address"}, {"value", "Here"}}),
               "stored as phone"));
    CHECK(says(admin.put("/cloud/users/anna", {{"key", "phone"}, {"value", "12"}}),
               "with its country"));
}

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
               "Fields are display, displayname, email"));
    CHECK(says(admin.put("/cloud/users/admin/disable"), "let another administrator do it"));
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

TEST_CASE("every command in a hint names the data directory") {
    const std::regex joined("\"\\s*\"|\\n"), command("roster( --data-dir DIR)? [a-z]+:[a-z]");
    int commands = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(ROSTER_TESTS_DIR "/../src/service")) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path());
        const std::string source{std::istreambuf_iterator<char>(file), {}};
        const std::string text = std::regex_replace(source, joined, "");
        for (std::sregex_iterator at(text.begin(), text.end(), command), end; at != end; ++at) {
            ++commands;
            CAPTURE(entry.path().filename().string());
            CAPTURE(at->str());
            CHECK((*at)[1].matched);
        }
    }
    CHECK(commands > 0);
}
