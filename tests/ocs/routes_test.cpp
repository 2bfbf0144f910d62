// SPDX-License-Identifier: Apache-2.0
#include "ocs/routes.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "support/callers.h"

using namespace roster;

namespace {

// What a guard makes of a caller. The texts tell the guards apart, since several answer with the
// same number.
constexpr const char* kPasses = "";
constexpr const char* kNotLoggedIn = "Current user is not logged in";
constexpr const char* kUnauthorised = "Unauthorised";
constexpr const char* kGate = "Logged in account must be at least a sub admin";
constexpr const char* kLong =
    "Logged in account must be an admin, a sub admin or gotten special right to access this "
    "setting";
constexpr const char* kAdmin = "Logged in account must be an admin";

// What Nextcloud's guards answer, caller by caller in the order of kCallerKinds.
using Row = std::array<const char*, std::size(kCallerKinds)>;
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

// What browsers may ask from elsewhere.
const std::set<std::string_view> kNeedNoHeader{"/core/navigation/apps",
                                               "/core/navigation/settings"};

// What is not there, so that what passes the guard changes nothing.
constexpr const char* kNothing = "nothing_there";

bool is_guard_text(const std::string& message) {
    for (const char* text : {kNotLoggedIn, kUnauthorised, kGate, kLong, kAdmin})
        if (message == text) return true;
    return false;
}

}  // namespace

TEST_CASE("every endpoint lets in whom the contract lets in, and tells the others why not") {
    Callers callers;
    for (const Route& route : ocs::routes()) {
        const std::string name = std::string(route.method) + " " + std::string(route.path);
        CAPTURE(name);
        const auto guard = kGuards.find(name);
        REQUIRE_MESSAGE(guard != kGuards.end(),
                        "tests/ocs/routes_guards.inc has no line for the endpoint");
        for (std::size_t i = 0; i < std::size(kCallerKinds); ++i) {
            CAPTURE(i);
            const Answer answer =
                callers.call(kCallerKinds[i], route.method, path_of(route, kNothing));
            const std::string said = is_guard_text(answer.message) ? answer.message : kPasses;
            CHECK(said == kExpected.at(guard->second)[i]);
        }
    }
    CHECK(ocs::routes().size() == kGuards.size());
}

TEST_CASE("every endpoint but the navigation wants the header, and names it in its hint") {
    World world;
    for (const Route& route : ocs::routes()) {
        CAPTURE(route.path);
        Request request{.method = std::string(route.method),
                        .target = "/ocs/v1.php" + path_of(route, kNothing),
                        .headers = {{"Authorization", basic("admin", "Secret-admin")}}};
        const Response response = world.send(std::move(request));
        if (kNeedNoHeader.contains(route.path)) {
            CHECK(response.status == 200);
            continue;
        }
        CHECK(response.status == 412);
        const auto hint = response.find_header("Roster-Hint");
        REQUIRE(hint);
        CHECK(hint->find("-H 'OCS-APIRequest: true'") != std::string::npos);
    }
}
