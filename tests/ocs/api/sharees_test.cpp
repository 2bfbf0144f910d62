// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "storage/rows/config_rows.h"
#include "support/browser.h"

using namespace roster;

namespace {

constexpr const char* kPath = "/apps/files_sharing/api/v1/sharees";

std::string data_of(const Answer& answer) {
    const std::string& body = answer.response.body;
    const std::size_t start = body.find("\"data\":") + 7;
    return body.substr(start, body.size() - start - 2);
}

// The exact users, groups, remotes, emails; then the others.
std::string lists(const std::string& users, const std::string& groups, const std::string& remotes,
                  const std::string& emails) {
    return R"("users":[)" + users + R"(],"groups":[)" + groups + R"(],"remotes":[)" + remotes +
           R"(],"remote_groups":[],"emails":[)" + emails + "]";
}
const std::string kNone = lists("", "", "", "");

std::string sharees(const std::string& exact, const std::string& wide) {
    return R"({"exact":{)" + exact + R"(,"circles":[],"rooms":[]},)" + wide +
           R"(,"lookup":[],"circles":[],"rooms":[],"lookupEnabled":false})";
}

}  // namespace

TEST_CASE("sharees are all kinds of lists, exact matches apart") {
    World world;
    world.user("anna").group("annas");
    auto admin = world.as("admin");
    const std::string anna =
        R"({"label":"anna","subline":"","icon":"icon-user","value":{"shareType":0,)"
        R"("shareWith":"anna"},"shareWithDisplayNameUnique":"anna","status":[]})";
    const std::string annas = R"({"label":"annas","value":{"shareType":1,"shareWith":"annas"}})";
    const std::string path = std::string(kPath) + "?itemType=file&search=";
    CHECK(data_of(admin.get(path + "ann")) == sharees(kNone, lists(anna, annas, "", "")));
    CHECK(data_of(admin.get(path + "Anna")) ==
          sharees(lists(anna, "", "", ""), lists("", annas, "", "")));
    CHECK(data_of(admin.get(path + "nobody")) == sharees(kNone, kNone));
    const std::string remote =
        R"_({"label":"bob (cloud.example)","uuid":"bob","name":"bob","value":{"shareType":6,)_"
        R"("shareWith":"bob@cloud.example","server":"cloud.example"}})";
    const std::string email =
        R"({"label":"bob@cloud.example","uuid":"bob@cloud.example","value":{"shareType":4,)"
        R"("shareWith":"bob@cloud.example"}})";
    CHECK(data_of(admin.get(path + "bob@cloud.example")) ==
          sharees(lists("", "", remote, email), kNone));
}

TEST_CASE("an account that is named by its e-mail needs neither mail nor another server") {
    World world;
    world.user("anna");
    auto admin = world.as("admin");
    admin.put("/cloud/users/anna", {{"key", "email"}, {"value", "anna@example.org"}});
    const std::string anna =
        R"({"label":"anna","subline":"","icon":"icon-user","value":{"shareType":0,)"
        R"("shareWith":"anna"},"shareWithDisplayNameUnique":"anna@example.org","status":[]})";
    const std::string path = std::string(kPath) + "?itemType=file&search=anna@example.org";
    CHECK(data_of(admin.get(path)) == sharees(lists(anna + "," + anna, "", "", ""), kNone));
    const std::string card =
        R"_({"label":"anna (anna@example.org)","uuid":"anna","name":"anna","value":)_"
        R"({"shareType":0,"shareWith":"anna"},"shareWithDisplayNameUnique":"anna@example.org"})";
    CHECK(data_of(admin.get(path + "&shareType[]=4")) == sharees(lists(card, "", "", ""), kNone));
}

TEST_CASE("sharees are asked for by kind, and what is switched off is not there") {
    World world;
    world.user("anna").group("annas");
    auto admin = world.as("admin");
    const std::string path = std::string(kPath) + "?search=annas&itemType=file";
    const auto has_group = [&admin](const std::string& query) {
        return data_of(admin.get(query)).find(R"("shareWith":"annas")") != std::string::npos;
    };
    CHECK(has_group(path));
    CHECK(has_group(path + "&shareType=1"));
    CHECK(has_group(path + "&shareType[]=0&shareType[]=1"));
    CHECK_FALSE(has_group(path + "&shareType=0"));
    storage::set_app_value(*world.db, "core", "shareapi_allow_group_sharing", {.value = "no"});
    CHECK_FALSE(has_group(path));
    CHECK(admin.get(std::string(kPath) + "?search=a").number == 400);
    CHECK(admin.get(std::string(kPath) + "?search=a").message == "Missing itemType");
    CHECK(admin.get(path + "&perPage=0").message == "Invalid perPage argument");
    CHECK(admin.get(path + "&page=0").message == "Invalid page");
    world.set("sharing.minSearchStringLength", 6);
    CHECK(data_of(admin.get(path)) == sharees(kNone, kNone));
}

TEST_CASE("pages of sharees are at most as long as the administrator says") {
    World world;
    for (const char* uid : {"an1", "an2", "an3"})
        world.user(uid);
    auto admin = world.as("admin");
    const auto count = [&admin](const std::string& query) {
        const Answer answer =
            admin.get(std::string(kPath) + "?itemType=x&shareType=0&search=an" + query);
        return answer.data.array()->find("users")->array()->size();
    };
    CHECK(count("") == 3);
    CHECK(count("&perPage=2") == 2);
    CHECK(count("&perPage=2&page=2") == 1);
    CHECK(count("&page=1000000") == 0);
    world.set("sharing.maxAutocompleteResults", 1);
    CHECK(count("&perPage=2") == 1);
    const Response response =
        admin.get(std::string(kPath) + "?itemType=x%20y&shareType=0&search=none").response;
    CHECK(header_of(response, "Link") ==
          "<http://localhost/ocs/v2.php/apps/files_sharing/api/v1/sharees?search=none&"
          "itemType=x+y&shareType%5B0%5D=0&perPage=1&page=2>; rel=\"next\"");
}

TEST_CASE("without the sharing app there are no sharees") {
    World world;
    auto admin = world.as("admin");
    CHECK(admin.get(std::string(kPath) + "?itemType=file").number == 200);
    storage::set_app_value(*world.db, "files_sharing", "enabled", {.value = "no"});
    CHECK(admin.get(std::string(kPath) + "?itemType=file").number == 998);
}
