// SPDX-License-Identifier: Apache-2.0
#include "ocs/api/known_objects.h"

#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

namespace {

// Callers who only read, each call on the same connection, so that what is remembered shows.
struct Readers {
    World world;
    std::unique_ptr<storage::Connection> reader;

    Readers() : reader(world.house_installation.database.connect(false)) {
        world.user("anna").user("otto");
        for (const char* uid : {"admin", "anna", "otto"}) {
            // So that the login has nothing to write any more, nor a first look at a profile.
            world.as(uid).get("/cloud/user");
            world.as("admin").get("/cloud/users/" + std::string(uid));
        }
    }
    std::string get(const std::string& caller, const std::string& path,
                    const char* type = "application/json", const char* language = "") {
        const Response response =
            answer_at_once(world.house, *reader,
                           {.method = "GET",
                            .target = "/ocs/v2.php" + path,
                            .headers = {{"Host", "localhost"},
                                        {"OCS-APIRequest", "true"},
                                        {"Accept", type},
                                        {"Accept-Language", language},
                                        {"Authorization", basic(caller, "Secret-" + caller)}},
                            .remote_address = "127.0.0.1"});
        CHECK(response.status == 200);
        return response.body;
    }
};

bool has(const std::string& body, std::string_view text) {
    return body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("an object that was shown before is the same again, in JSON and in XML") {
    Readers readers;
    const std::string first = readers.get("admin", "/cloud/users/anna");
    CHECK(readers.get("admin", "/cloud/users/anna") == first);
    const std::string xml = readers.get("admin", "/cloud/users/anna", "application/xml");
    CHECK(has(xml, "<id>anna</id>"));
    CHECK(readers.get("admin", "/cloud/users/anna", "application/xml") == xml);
    const std::string page = readers.get("admin", "/cloud/users/details");
    CHECK(readers.get("admin", "/cloud/users/details") == page);
    const std::string object = first.substr(first.find("\"data\":") + 7);
    CHECK(has(page, "\"anna\":" + object.substr(0, object.size() - 2)));
}

TEST_CASE("what changes shows in the next answer") {
    Readers readers;
    readers.get("admin", "/cloud/users/anna");
    readers.world.as("admin").put("/cloud/users/anna", {{"key", "displayname"}, {"value", "Ann"}});
    CHECK(has(readers.get("admin", "/cloud/users/anna"), "\"displayname\":\"Ann\""));
    readers.world.group("team");
    readers.world.as("admin").post("/cloud/users/anna/groups", {{"groupid", "team"}});
    CHECK(has(readers.get("admin", "/cloud/users/anna"), "\"groups\":[\"team\"]"));
    readers.world.set("default_language", "de");
    CHECK(has(readers.get("admin", "/cloud/users/anna"), "\"language\":\"de\""));
    CHECK(has(readers.get("admin", "/cloud/users/details"), "\"language\":\"de\""));
}

TEST_CASE("nobody is shown what somebody else may see") {
    Readers readers;
    const std::string seen_by_admin = readers.get("admin", "/cloud/users/anna");
    CHECK(has(seen_by_admin, "storageLocation"));
    CHECK_FALSE(has(seen_by_admin, "emailScope"));
    const std::string own = readers.get("anna", "/cloud/users/anna");
    CHECK(has(own, "emailScope"));
    CHECK_FALSE(has(own, "storageLocation"));
    CHECK(readers.get("admin", "/cloud/users/anna") == seen_by_admin);
}

TEST_CASE("an administrator's own object follows the language of each call") {
    Readers readers;
    CHECK(has(readers.get("admin", "/cloud/users/admin", "application/json", "de"),
              "\"language\":\"de\""));
    CHECK(has(readers.get("admin", "/cloud/users/admin", "application/json", "fr"),
              "\"language\":\"fr\""));
    CHECK(has(readers.get("admin", "/cloud/users/anna?forceLanguage=it"), "\"language\":\"it\""));
    CHECK(has(readers.get("admin", "/cloud/users/anna"), "\"language\":\"en\""));
}
