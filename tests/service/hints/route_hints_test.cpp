// SPDX-License-Identifier: Apache-2.0
#include "service/hints/route_hints.h"

#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

namespace {

// What the hint says to a call of this address, whole as it stands.
std::string hint(World& world, const std::string& method, const std::string& target) {
    Request request{
        .method = method,
        .target = target,
        .headers = {{"OCS-APIRequest", "true"}, {"Authorization", basic("admin", "Secret-admin")}}};
    const Response response = world.send(std::move(request));
    return std::string(response.find_header("Roster-Hint").value_or(""));
}

struct Case {
    const char* method;
    const char* target;
    const char* words;
};

}  // namespace

TEST_CASE("an address with a wrong beginning is told the right one") {
    World world;
    const Case kCases[] = {
        {"GET", "/nextcloud/ocs/v2.php/cloud/users", "/ocs/v2.php/cloud/users (GET)"},
        {"GET", "/nextcloud/index.php/ocs/v1.php/cloud/users", "/ocs/v2.php/cloud/users (GET)"},
        {"POST", "/ocs/v1/cloud/users", "/ocs/v2.php/cloud/users (POST)"},
        {"GET", "/ocs/v2/cloud/groups", "/ocs/v2.php/cloud/groups (GET)"},
        {"GET", "/v1.php/cloud/users", "/ocs/v2.php/cloud/users (GET)"},
        {"GET", "/index.php/ocs/v2.php/cloud/users", "/ocs/v2.php/cloud/users (GET)"},
        {"GET", "/ocs/cloud/users", "/ocs/v2.php/cloud/users (GET)"},
        {"GET", "/cloud/users", "/ocs/v2.php/cloud/users (GET)"},
        {"GET", "/users", "/ocs/v2.php/cloud/users (GET)"},
        {"GET", "/ocs/v2.php/ocs/v2.php/cloud/users", "/ocs/v2.php/cloud/users (GET)"},
        {"GET", "/OCS/V2.PHP/cloud/users", "/ocs/v2.php/cloud/users (GET)"},
        {"GET", "/ocs/v2.php/Users", "/ocs/v2.php/cloud/users (GET)"},
        {"GET", "/ocs/v2.php/cloud/Users/kim", "/ocs/v2.php/cloud/users/kim (GET)"},
        {"GET", "/ocs/v2.php/cloud/users/", "/ocs/v2.php/cloud/users (GET)"},
        {"PUT", "/nextcloud/ocs/v1.php/cloud/users/Kim/disable",
         "/ocs/v2.php/cloud/users/Kim/disable (PUT)"},
        {"POST", "/ocs/v1.php", "begin with GET /ocs/v2.php/cloud/users"},
        {"GET", "/ocs/v2.php/", "begin with GET /ocs/v2.php/cloud/users"},
        {"GET", "/ocs/v3.php/cloud/users", "/ocs/v2.php/cloud/users (GET)"},
        {"GET", "/ocs/v2.php/cloud/users/kim/", "/ocs/v2.php/cloud/users/kim (GET)"},
        {"GET", "/ocs/v2.php/cloud", "begin with GET /ocs/v2.php/cloud/users"},
        {"GET", "/ocs", "begin with GET /ocs/v2.php/cloud/users"},
    };
    for (const auto& [method, target, words] : kCases) {
        CAPTURE(std::string(target));
        CHECK(hint(world, method, target).find(words) != std::string::npos);
    }
}

TEST_CASE("a call that many try first is told the right one, with what was in the path") {
    World world;
    world.user("kim");
    world.group("staff");
    const Case kCases[] = {
        {"POST", "/cloud/users/kim/disable", "PUT .../cloud/users/kim/disable"},
        {"GET", "/cloud/users/kim/enable", "PUT .../cloud/users/kim/enable"},
        {"PATCH", "/cloud/users/kim", "PUT .../cloud/users/kim with key and value"},
        {"DELETE", "/cloud/users", "DELETE .../cloud/users/{userId}"},
        {"POST", "/cloud/groups/staff/users",
         "POST .../cloud/users/{userId}/groups and groupid=staff"},
        {"DELETE", "/cloud/groups/staff/users/kim",
         "DELETE .../cloud/users/kim/groups and groupid=staff"},
        {"DELETE", "/cloud/users/kim/groups/staff",
         "DELETE .../cloud/users/kim/groups and groupid=staff"},
        {"POST", "/cloud/users/kim/groups/staff",
         "POST .../cloud/users/kim/groups and groupid=staff"},
        {"POST", "/cloud/groups/staff", "POST .../cloud/groups and groupid=staff"},
        {"POST", "/cloud/groups/staff/members",
         "POST and DELETE .../cloud/users/{userId}/groups and groupid=staff"},
        {"GET", "/cloud/users/kim/email", "GET .../cloud/users/kim;"},
        {"GET", "/cloud/user/kim", "GET .../cloud/users/kim"},
        {"PUT", "/cloud/apps/activity", "POST and disabled with DELETE .../cloud/apps/activity"},
    };
    for (const auto& [method, path, words] : kCases) {
        CAPTURE(std::string(path));
        CHECK(hint(world, method, std::string("/ocs/v2.php") + path).find(words) !=
              std::string::npos);
    }
}

TEST_CASE("a wrong method is told those that the path has") {
    World world;
    CHECK(hint(world, "PATCH", "/ocs/v2.php/cloud/capabilities").find("it has GET.") !=
          std::string::npos);
    CHECK(hint(world, "PATCH", "/ocs/v2.php/cloud/users/kim/groups")
              .find("it has GET, POST, DELETE, PUT.") != std::string::npos);
}

TEST_CASE("calls of other apps and of files are told that there are none") {
    World world;
    for (const char* target :
         {"/ocs/v2.php/apps/notifications/api/v2/notifications",
          "/ocs/v2.php/apps/serverinfo/api/v1/info", "/index.php/apps/notes/api/v1/notes",
          "/nextcloud/ocs/v1.php/apps/spreed/api/v4/room"}) {
        CAPTURE(std::string(target));
        CHECK(hint(world, "GET", target).find("Roster has no app '") == 0);
    }
    for (const char* target :
         {"/remote.php/dav/files/kim", "/remote.php/webdav", "/public.php/dav"})
        CHECK(hint(world, "PROPFIND", target).find("WebDAV") != std::string::npos);
}

TEST_CASE("a route whose app is not enabled is told so") {
    World world;
    const std::string generate = "/ocs/v2.php/apps/password_policy/api/v1/generate";
    world.as("admin").remove("/cloud/apps/password_policy");
    CHECK(hint(world, "GET", generate).find("roster --data-dir DIR app:enable password_policy") !=
          std::string::npos);
}

TEST_CASE("the nearest route is one with the method, and nothing is near to nonsense") {
    World world;
    CHECK(hint(world, "GET", "/ocs/v2.php/cloud/usrs").find("is GET /cloud/users.") !=
          std::string::npos);
    CHECK(hint(world, "POST", "/ocs/v2.php/cloud/group").find("is POST /cloud/groups.") !=
          std::string::npos);
    CHECK(hint(world, "POST", "/ocs/v2.php/cloud/users/kim/subadmin")
              .find("is POST /cloud/users/{userId}/subadmins.") != std::string::npos);
    CHECK(hint(world, "GET", "/status").find("is GET /status.php.") != std::string::npos);
    CHECK(hint(world, "GET", "/foo").find("roster routes") != std::string::npos);
    CHECK(hint(world, "GET", "/ocs/v2.php/zzzzzzzzzzzzzzzzzzzzzzzzzzzzz").find("roster routes") !=
          std::string::npos);
}

TEST_CASE("what a caller sent stands in a hint as ASCII, and cut") {
    CHECK(printable("a\r\nb\xC3\xA9") == "a??b??");
    CHECK(printable(std::string(100, 'x')) == std::string(80, 'x') + "...");
    CHECK(is_printable("a b~"));
    CHECK_FALSE(is_printable("\n"));
}

TEST_CASE("an address that is wrong in letter case or by a slash is told just that") {
    World world;
    world.user("kim");
    const Case kCases[] = {
        {"GET", "/ocs/v2.php/cloud/Users", "letter case matters"},
        {"GET", "/OCS/V2.PHP/cloud/users", "letter case matters"},
        {"GET", "/ocs/v1.php/Cloud/users/kim", "letter case matters"},
        {"GET", "/ocs/v2.php/cloud/users/", "slash at its end"},
        {"DELETE", "/ocs/v1.php/cloud/users/", "slash at its end"},
        {"GET", "/ocs/v2.php/cloud/Users/", "slash at its end"},
        {"PUT", "/ocs/v2.php/cloud/users//disable", "two slashes"},
        {"GET", "/ocs/v2.php/cloud/users//groups", "two slashes"},
        {"DELETE", "/ocs/v1.php//cloud/groups//", "two slashes"},
        {"GET", "//ocs/v2.php//cloud/users/ghost", "No account has this userid"},
        {"GET", "/nextcloud/ocs/v2.php/cloud/users", "every call begins with /ocs/v2.php"},
    };
    for (const auto& [method, target, words] : kCases) {
        const std::string said = hint(world, method, target);
        CAPTURE(std::string(target));
        CAPTURE(said);
        CHECK(said.find(words) != std::string::npos);
        CHECK((said.find("every call begins") == std::string::npos ||
               std::string(words).starts_with("every")));
    }
}

TEST_CASE("a method in small letters is told to be written in capitals") {
    World world;
    for (const char* path : {"/cloud/users/kim", "/cloud/users", "/cloud/users/kim/disable"}) {
        CAPTURE(std::string(path));
        CHECK(hint(world, "put", std::string("/ocs/v2.php") + path).find("PUT, not put") !=
              std::string::npos);
    }
    CHECK(hint(world, "PATCH", "/ocs/v2.php/cloud/capabilities").find("not patch") ==
          std::string::npos);
}

TEST_CASE("a verb at the end of a path is told the method that means it") {
    World world;
    world.user("kim").group("staff");
    const Case kCases[] = {
        {"POST", "/cloud/users/kim/delete", "DELETE .../cloud/users/kim."},
        {"DELETE", "/cloud/users/kim/delete", "DELETE .../cloud/users/kim."},
        {"GET", "/cloud/users/kim/remove", "DELETE .../cloud/users/kim."},
        {"POST", "/cloud/users/kim/update", "PUT .../cloud/users/kim with key and value"},
        {"POST", "/cloud/users/kim/edit", "PUT .../cloud/users/kim with key and value"},
        {"POST", "/cloud/users/create", "POST .../cloud/users with userid and password"},
        {"POST", "/cloud/users/add", "POST .../cloud/users with userid and password"},
        {"POST", "/cloud/groups/staff/delete", "DELETE .../cloud/groups/staff."},
        {"DELETE", "/cloud/groups/staff/delete", "DELETE .../cloud/groups/staff."},
        {"POST", "/cloud/groups/create", "POST .../cloud/groups and groupid"},
    };
    for (const auto& [method, path, words] : kCases) {
        const std::string said = hint(world, method, std::string("/ocs/v2.php") + path);
        CAPTURE(std::string(path));
        CAPTURE(said);
        CHECK(said.find(words) != std::string::npos);
    }
}
