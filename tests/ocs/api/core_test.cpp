// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/crypto/crypto.h"
#include "storage/rows/config_rows.h"
#include "support/world.h"

using namespace roster;

namespace {

std::string body_of(const Answer& answer) {
    const std::string& body = answer.response.body;
    const std::size_t start = body.find("\"data\":");
    return start == std::string::npos ? body : body.substr(start + 7, body.size() - start - 9);
}

std::string header_of(const Response& response, std::string_view name) {
    return std::string(response.find_header(name).value_or(""));
}

bool mentions(const Answer& answer, std::string_view text) {
    return answer.response.body.find(text) != std::string::npos;
}

std::string suggestion(const std::string& uid, const std::string& unique) {
    return R"({"id":")" + uid + R"(","label":")" + uid +
           R"(","icon":"icon-user","source":"users","status":"","subline":"",)"
           R"("shareWithDisplayNameUnique":")" +
           unique + R"("})";
}

constexpr const char* kAdminGroupSuggestion =
    R"({"id":"admin","label":"admin","icon":"","source":"groups","status":"","subline":"",)"
    R"("shareWithDisplayNameUnique":""})";

}  // namespace

TEST_CASE("the capabilities carry the digest of their JSON as their tag") {
    World world;
    const Answer answer = world.as("admin").get("/cloud/capabilities");
    CHECK(header_of(answer.response, "ETag") == "\"" + md5_hex(body_of(answer)) + "\"");
    CHECK(header_of(world.as("admin").get("/core/navigation/apps").response, "ETag").size() == 34);
}

TEST_CASE("the capabilities show what is enabled for the caller") {
    World world;
    CHECK_FALSE(mentions(world.as("").get("/cloud/capabilities"), "provisioning_api"));
    CHECK(mentions(world.as("admin").get("/cloud/capabilities"), "\"weather_status\""));
    world.as("admin").remove("/cloud/apps/weather_status");
    CHECK_FALSE(mentions(world.as("admin").get("/cloud/capabilities"), "\"weather_status\""));
}

TEST_CASE("the server's address has the host of the request, or the one that is set") {
    World world;
    CHECK(body_of(world.as("").get("/config")) ==
          R"({"version":"1.7","website":"Nextcloud","host":"localhost","contact":"",)"
          R"("ssl":"false"})");
    world.set("overwritehost", "accounts.example.org:8443");
    CHECK(mentions(world.as("").get("/cloud/capabilities"),
                   R"(http:\/\/accounts.example.org:8443\/core)"));
}

TEST_CASE("a person is checked by uid and password without logging in") {
    World world;
    auto nobody = world.as("");
    const std::string path = "/person/check";
    CHECK(body_of(nobody.post(path, {{"login", "ADMIN"}, {"password", "Secret-admin"}})) ==
          R"({"person":{"personid":"ADMIN"}})");
    CHECK(nobody.post(path, {{"login", "admin"}, {"password", "nope"}}).number == 102);
    CHECK(nobody.post(path, {{"login", "ghost"}, {"password", "nope"}}).number == 102);
    CHECK(nobody.post(path, {{"login", "admin"}}).number == 101);
    CHECK(nobody.post(path).number == 101);
    CHECK_FALSE(storage::preference(*world.db, "admin", "login", "lastLogin"));
}

TEST_CASE("suggestions leave out the caller and the disabled") {
    World world;
    world.user("anna").user("annabel").user("hannah");
    auto admin = world.as("admin");
    admin.put("/cloud/users/anna", {{"key", "email"}, {"value", "anna@example.org"}});
    admin.put("/cloud/users/hannah/disable");
    const std::string path = "/core/autocomplete/get?search=";
    CHECK(body_of(admin.get(path + "ANNABEL")) == "[" + suggestion("annabel", "annabel") + "]");
    CHECK(body_of(admin.get(path + "anna")) == "[" + suggestion("anna", "anna@example.org") + "," +
                                                   suggestion("annabel", "annabel") + "]");
    CHECK(body_of(admin.get(path + "example.org")) ==
          "[" + suggestion("anna", "anna@example.org") + "]");
    CHECK(body_of(admin.get(path + "admin")) == "[]");
    CHECK(admin.get("/core/autocomplete/get").number == 996);
}

TEST_CASE("the limit of suggestions counts before the caller is left out") {
    World world;
    world.user("anna");
    auto admin = world.as("admin");
    const std::string types = "&shareTypes[]=0&shareTypes[]=1&limit=1";
    CHECK(body_of(admin.get("/core/autocomplete/get?search=a" + types)) ==
          "[" + std::string(kAdminGroupSuggestion) + "]");
    CHECK(body_of(admin.get("/core/autocomplete/get?search=an" + types)) ==
          "[" + suggestion("anna", "anna") + "]");
}

TEST_CASE("a percent sign in a search stands for itself") {
    World world;
    world.user("anna");
    CHECK(body_of(world.as("admin").get("/core/autocomplete/get?search=%25")) == "[]");
    CHECK(body_of(world.as("admin").get("/core/autocomplete/get?search=a_na")) == "[]");
}

TEST_CASE("with enumeration forbidden only exact matches are suggested") {
    World world;
    world.user("anna").user("annabel");
    storage::set_app_value(*world.db, "core", "shareapi_allow_share_dialog_user_enumeration",
                           {.value = "no"});
    CHECK(body_of(world.as("admin").get("/core/autocomplete/get?search=anna")) ==
          "[" + suggestion("anna", "anna") + "]");
    CHECK(body_of(world.as("admin").get("/core/autocomplete/get?search=ann")) == "[]");
}

TEST_CASE("an administrator sees and switches second factors") {
    World world;
    world.user("zoe");
    auto admin = world.as("admin");
    CHECK(body_of(admin.get("/twofactor/state?user=zoe")) == "[]");
    CHECK(body_of(admin.get("/twofactor/state?user=ghost")) == "null");
    CHECK(admin.get("/twofactor/state?user=ghost").number == 404);
    CHECK(admin.get("/twofactor/state").number == 996);
    CHECK(body_of(admin.post("/twofactor/disable",
                             {{"user", "zoe"}, {"providers[]", "backup_codes"}})) ==
          R"({"backup_codes":false})");
    const Form unknown{{"user", "zoe"}, {"providers[]", "totp"}};
    CHECK(admin.post("/twofactor/enable", unknown).number == 996);
    CHECK(admin.post("/twofactor/enable", {{"user", "zoe"}, {"providers", "text"}}).number == 996);
}

TEST_CASE("passwords are judged over the API only while the policy's app is on") {
    World world;
    auto admin = world.as("admin");
    const std::string path = "/apps/password_policy/api/v1/validate";
    CHECK(body_of(admin.post(path, {{"password", "Str0ng-pass-word"}})) == R"({"passed":true})");
    CHECK(body_of(admin.post(path, {{"password", "password"}})) ==
          R"({"passed":false,"reason":"Password needs to be at least 10 characters long."})");
    CHECK(mentions(admin.get("/apps/password_policy/api/v1/generate"), "\"password\":\""));
    admin.remove("/cloud/apps/password_policy");
    CHECK(admin.post(path, {{"password", "password"}}).number == 998);
}

TEST_CASE("the menu of one's own account has what the account may open") {
    World world;
    world.user("zoe");
    const auto ids = [&world](const std::string& uid) {
        std::string ids;
        const Answer answer = world.as(uid).get("/core/navigation/settings");
        for (const auto& [index, entry] : *answer.data.array())
            ids += *entry.array()->find("id")->text() + " ";
        return ids;
    };
    CHECK(ids("admin") ==
          "profile accessibility_settings settings admin_settings core_apps core_users help "
          "logout ");
    CHECK(ids("zoe") == "profile accessibility_settings settings help logout ");
    const Answer answer = world.as("zoe").get("/core/navigation/settings?absolute=1");
    CHECK(mentions(answer, R"("type":"settings","id":"settings","order":3,)"
                           R"("href":"http:\/\/localhost\/settings\/user",)"
                           R"("icon":"http:\/\/localhost\/apps\/settings\/img\/admin.svg",)"
                           R"("name":"Settings","active":false,"unread":0,"classes":"")"));
    CHECK(mentions(answer, R"("href":"http:\/\/localhost\/logout?requesttoken=)"));
    const std::string tag = header_of(answer.response, "ETag");
    CHECK(tag.size() == 34);
    CHECK(header_of(world.as("zoe").get("/core/navigation/settings?absolute=1").response, "ETag") ==
          tag);
    world.set("knowledgebaseenabled", false);
    CHECK(ids("zoe") == "profile accessibility_settings settings logout ");
}

TEST_CASE("there is never anything new, which is a success without content") {
    World world;
    const Answer answer = world.as("admin").get("/core/whatsnew");
    CHECK(answer.status() == 204);
    CHECK(answer.response.body.empty());
    const Response old =
        world.send({.method = "GET",
                    .target = "/ocs/v1.php/core/whatsnew?format=json",
                    .headers = {{"OCS-APIRequest", "true"},
                                {"Authorization", basic("admin", "Secret-admin")}}});
    CHECK(old.status == 200);
    CHECK(old.body.find(R"("status":"failure","statuscode":204,"message":"")") !=
          std::string::npos);
    CHECK(old.body.ends_with(R"("data":[]}})"));
}
