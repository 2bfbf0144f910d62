// SPDX-License-Identifier: Apache-2.0
// Bytes that are no text, in what is sent and in what is there.
#include "service/request/parameter_texts.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "support/world.h"

using namespace roster;
using namespace std::string_literals;

namespace {

const std::string kBadTexts[] = {"\xff"s, "M\xfcller"s, "\xed\xa0\x80"s, "a\0b"s};

bool is_refused(const Answer& answer) {
    return answer.status() == 400 && answer.number == 101 &&
           answer.response.find_header("Roster-Hint")->find("UTF-8") != std::string_view::npos;
}

Response get(World& world, const std::string& target) {
    return world.send({.method = "GET",
                       .target = target,
                       .headers = {{"OCS-APIRequest", "true"},
                                   {"Authorization", basic("admin", "Secret-admin")}}});
}

}  // namespace

TEST_CASE("a parameter that is no text is refused, whatever it is for, on every engine") {
    World world;
    world.group("team").user("anna");
    auto admin = world.as("admin");
    for (const std::string& bad : kBadTexts) {
        CAPTURE(percent_encode(bad));
        const bool storable = bad.find('\0') != bad.npos && world.db->dialect().stores_nul;
        CHECK(is_refused(admin.put("/cloud/users/anna",
                                   {{"key", "email"}, {"value", bad + "@x"}})) != storable);
        CHECK(is_refused(admin.put("/cloud/users/anna", {{"key", bad}, {"value", "x"}})));
        CHECK(is_refused(admin.post("/cloud/groups", {{"groupid", bad}})));
        CHECK(
            is_refused(admin.put("/cloud/groups/team", {{"key", "displayname"}, {"value", bad}})));
        CHECK(is_refused(admin.post("/cloud/users/anna/groups", {{"groupid", bad}})));
        CHECK(is_refused(admin.post(
            "/cloud/users", {{"userid", "x"}, {"password", "Plum-Kettle-42"}, {"groups[]", bad}})));
        CHECK(is_refused(admin.post("/cloud/users", {{"userid", bad}, {"password", "x"}})));
        for (const char* list :
             {"/cloud/users", "/cloud/users/details", "/cloud/groups", "/cloud/groups/details"})
            CHECK(is_refused(admin.get(list + "?search="s + percent_encode(bad))));
        CHECK(is_refused(
            admin.post("/apps/provisioning_api/api/v1/config/apps/testapp/k", {{"value", bad}})));
        // Who may not call learns nothing more.
        CHECK(world.as("").get("/cloud/users?search=" + percent_encode(bad)).status() == 401);
    }
    CHECK(admin.get("/cloud/users/details").data.array() != nullptr);
}

TEST_CASE("a display name with a NUL is stored where the engine can") {
    World world;
    world.user("anna");
    const Answer answer =
        world.as("admin").put("/cloud/users/anna", {{"key", "displayname"}, {"value", "a\0b"s}});
    if (world.db->dialect().stores_nul)
        CHECK(answer.number == 200);
    else
        CHECK(is_refused(answer));
}

TEST_CASE("nothing has a name in a path that is no text, on every engine") {
    World world;
    world.group("team").user("anna");
    auto admin = world.as("admin");
    for (const std::string& bad : kBadTexts) {
        const std::string name = percent_encode(bad);
        CAPTURE(name);
        CHECK(admin.get("/cloud/users/" + name).status() == 404);
        CHECK(admin.put("/cloud/users/" + name, {{"key", "email"}, {"value", "a@b.example"}})
                  .status() < 500);
        CHECK(admin.remove("/cloud/users/" + name).status() < 500);
        CHECK(admin.get("/apps/provisioning_api/api/v1/config/apps/testapp/" + name).status() <
              500);
        // Recorded of Nextcloud on PostgreSQL.
        const bool fails = world.db->dialect().fails_over_bad_gids && bad.find('\0') == bad.npos;
        CHECK(admin.get("/cloud/groups/" + name).status() == (fails ? 500 : 404));
    }
}

TEST_CASE("names and headers of nobody that are no text are answered as any other") {
    World world;
    const auto log_in = [&world](const std::string& name) {
        return world
            .send({.method = "GET",
                   .target = "/ocs/v2.php/cloud/user?format=json",
                   .headers = {{"OCS-APIRequest", "true"}, {"Authorization", basic(name, "x")}}})
            .status;
    };
    for (const std::string& bad : kBadTexts)
        CHECK(log_in(bad) == 401);
    CHECK(log_in(std::string(5'000, 'x')) == 401);
    const Response flow = world.send(
        {.method = "POST", .target = "/login/v2", .headers = {{"User-Agent", "M\xfcller"}}});
    CHECK(flow.status == 200);
    CHECK(world.db->text("SELECT client_name FROM oc_login_flow_v2") == "M\uFFFDller");
}

TEST_CASE("a bad text that is there already empties no list, in JSON and in XML") {
    World world;
    world.user("anna").user("ben").group("team");
    const bool checks = world.db->dialect().checks_utf8;
    const std::string bad = checks ? "M\x01ller" : "M\xfcller";
    world.db->change("UPDATE oc_users SET displayname = ? WHERE uid = 'anna'", bad);
    world.db->change("UPDATE oc_groups SET displayname = ? WHERE gid = 'team'", bad);
    for (const char* path : {"/cloud/users/details", "/cloud/groups/details"}) {
        CAPTURE(path);
        const std::string json = get(world, "/ocs/v2.php"s + path + "?format=json").body;
        CHECK(json.find(checks ? "M\\u0001ller" : "M\\ufffdller") != std::string::npos);
        const std::string xml = get(world, "/ocs/v2.php"s + path).body;
        CHECK(xml.find("M\uFFFDller") != std::string::npos);
    }
    // Recorded: the account itself is an empty answer; the hint tells why.
    const Response own = get(world, "/ocs/v2.php/cloud/users/anna?format=json");
    CHECK(own.status == 200);
    CHECK(own.body.empty() != checks);
    if (!checks) CHECK(own.find_header("Roster-Hint")->find("no UTF-8") != std::string_view::npos);
    CHECK(get(world, "/ocs/v2.php/cloud/users/anna").body.find("M\uFFFDller") != std::string::npos);
}

TEST_CASE("a uid that can name no XML element leaves the page empty, and a hint tells why") {
    World world;
    world.user("o'neil");
    const Response xml = get(world, "/ocs/v2.php/cloud/users/details");
    CHECK(xml.status == 200);
    CHECK(xml.body.empty());
    CHECK(xml.find_header("Roster-Hint")->find("format=json") != std::string_view::npos);
    CHECK(get(world, "/ocs/v2.php/cloud/users/details?format=json").body.find("o'neil") !=
          std::string::npos);
}
