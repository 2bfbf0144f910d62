// SPDX-License-Identifier: Apache-2.0
#include "ocs/routes.h"

#include <doctest/doctest.h>

#include <map>

#include "support/world.h"

using namespace roster;

namespace {

// Who calls, and what a guard makes of them. The texts tell the guards apart, since several answer
// with the same number.
enum class Caller { nobody, plain, subadmin, delegated, sharing, admin, outside, disabled, wrong };
constexpr Caller kCallers[] = {Caller::nobody,    Caller::plain,    Caller::subadmin,
                               Caller::delegated, Caller::sharing,  Caller::admin,
                               Caller::outside,   Caller::disabled, Caller::wrong};

constexpr const char* kPasses = "";
constexpr const char* kNotLoggedIn = "Current user is not logged in";
constexpr const char* kUnauthorised = "Unauthorised";
constexpr const char* kGate = "Logged in account must be at least a sub admin";
constexpr const char* kLong =
    "Logged in account must be an admin, a sub admin or gotten special right to access this "
    "setting";
constexpr const char* kAdmin = "Logged in account must be an admin";

// What Nextcloud's guards answer, caller by caller in the order of kCallers.
using Row = std::array<const char*, std::size(kCallers)>;
const std::map<std::string, Row> kExpected{
    {"public",
     {kPasses, kPasses, kPasses, kPasses, kPasses, kPasses, kPasses, kUnauthorised, kUnauthorised}},
    {"user",
     {kNotLoggedIn, kPasses, kPasses, kPasses, kPasses, kPasses, kPasses, kUnauthorised,
      kUnauthorised}},
    {"gate",
     {kNotLoggedIn, kGate, kPasses, kPasses, kGate, kPasses, kGate, kUnauthorised, kUnauthorised}},
    {"users-admin",
     {kNotLoggedIn, kLong, kLong, kPasses, kLong, kPasses, kLong, kUnauthorised, kUnauthorised}},
    {"sharing-admin",
     {kNotLoggedIn, kLong, kLong, kPasses, kGate, kPasses, kLong, kUnauthorised, kUnauthorised}},
    {"admin",
     {kNotLoggedIn, kAdmin, kAdmin, kAdmin, kAdmin, kPasses, kAdmin, kUnauthorised, kUnauthorised}},
};

// The guard of every endpoint, written down from the contract and not from the rows.
const std::map<std::string, std::string> kGuards{
#include "routes_guards.inc"
};

// A request of the row for an account, group and app that are not there, so that what passes the
// guard changes nothing.
std::string path_of(const Route& route) {
    std::string path(route.path);
    for (std::size_t open; (open = path.find('{')) != std::string::npos;)
        path.replace(open, path.find('}') - open + 1, "nothing_there");
    return path;
}

// An installation with one caller of every kind; the rows are tried one after another.
struct Matrix {
    World world;

    Matrix() {
        world.group("team").group("helpers").group("sharers").user("plain").subadmin("subadmin",
                                                                                     "team");
        world.user("delegated", {"helpers"}).user("sharing", {"sharers"}).user("disabled");
        world.as("admin").put("/cloud/users/disabled/disable");
        delegate("helpers", "Users");
        delegate("sharers", "Sharing");
        world.set("auth.bruteforce.protection.enabled", false);
        world.set("ratelimit.protection.enabled", false);
    }

    void delegate(const char* gid, const std::string& page) {
        world.db->change("INSERT INTO oc_authorized_groups (group_id, class) VALUES (?, ?)", gid,
                         "OCA\\Settings\\Settings\\Admin\\" + page);
    }

    Answer call(const Route& route, Caller caller) {
        static const std::map<Caller, std::string> kUids{
            {Caller::nobody, ""},           {Caller::plain, "plain"},
            {Caller::subadmin, "subadmin"}, {Caller::delegated, "delegated"},
            {Caller::sharing, "sharing"},   {Caller::admin, "admin"},
            {Caller::outside, "admin"},     {Caller::disabled, "disabled"},
            {Caller::wrong, "ghost"}};
        const bool outside = caller == Caller::outside;
        if (outside) world.set("allowed_admin_ranges", "10.0.0.0/8");
        Answer answer =
            world.as(kUids.at(caller)).call(std::string(route.method), path_of(route), {});
        if (outside) world.house_installation.settings.remove({"allowed_admin_ranges"});
        return answer;
    }
};

bool is_guard_text(const std::string& message) {
    for (const char* text : {kNotLoggedIn, kUnauthorised, kGate, kLong, kAdmin})
        if (message == text) return true;
    return false;
}

}  // namespace

TEST_CASE("every endpoint lets in whom the contract lets in, and tells the others why not") {
    Matrix matrix;
    for (const Route& route : ocs::routes()) {
        const std::string name = std::string(route.method) + " " + std::string(route.path);
        CAPTURE(name);
        const auto guard = kGuards.find(name);
        REQUIRE_MESSAGE(guard != kGuards.end(), "the endpoint has no expectation here");
        for (std::size_t i = 0; i < std::size(kCallers); ++i) {
            CAPTURE(i);
            const Answer answer = matrix.call(route, kCallers[i]);
            const std::string said = is_guard_text(answer.message) ? answer.message : kPasses;
            CHECK(said == kExpected.at(guard->second)[i]);
        }
    }
    CHECK(ocs::routes().size() == kGuards.size());
}

TEST_CASE("every endpoint wants the header, and names it in its hint") {
    Matrix matrix;
    for (const Route& route : ocs::routes()) {
        CAPTURE(route.path);
        Request request{.method = std::string(route.method),
                        .target = "/ocs/v1.php" + path_of(route),
                        .headers = {{"Authorization", basic("admin", "Secret-admin")}}};
        const Response response = matrix.world.send(std::move(request));
        CHECK(response.status == 412);
        const std::string* hint = response.find_header("Roster-Hint");
        REQUIRE(hint);
        CHECK(hint->find("-H 'OCS-APIRequest: true'") != std::string::npos);
    }
}

TEST_CASE("what may be done to an account depends on whose it is") {
    Matrix matrix;
    World& world = matrix.world;
    world.user("inside", {"team"}).user("root2", {"admin", "team"});
    struct Target {
        const char* uid;
        int as_plain, as_subadmin, as_delegated, as_admin;  // of GET
        int edit_as_subadmin, edit_as_delegated, edit_as_admin;
    };
    constexpr Target kTargets[] = {
        {"inside", 998, 200, 200, 200, 200, 200, 200},
        {"sharing", 998, 998, 200, 200, 998, 200, 200},
        {"root2", 998, 998, 200, 200, 998, 998, 200},
        {"ghost", 404, 404, 404, 404, 998, 998, 998},
    };
    for (const Target& target : kTargets) {
        CAPTURE(target.uid);
        const std::string path = std::string("/cloud/users/") + target.uid;
        CHECK(world.as("plain").get(path).number == target.as_plain);
        CHECK(world.as("subadmin").get(path).number == target.as_subadmin);
        CHECK(world.as("delegated").get(path).number == target.as_delegated);
        CHECK(world.as("admin").get(path).number == target.as_admin);
        const Form edit{{"key", "headline"}, {"value", "x"}};
        CHECK(world.as("plain").put(path, edit).number == 998);
        CHECK(world.as("subadmin").put(path, edit).number == target.edit_as_subadmin);
        CHECK(world.as("delegated").put(path, edit).number == target.edit_as_delegated);
        CHECK(world.as("admin").put(path, edit).number == target.edit_as_admin);
    }
}
