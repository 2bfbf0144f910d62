// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "ocs/routes.h"
#include "support/callers.h"

using namespace roster;

namespace {

// The kinds of accounts and groups that a call may be about, in the order of the columns.
constexpr std::array kAccounts{"self", "inside", "other", "root2", "ghost"};
constexpr std::array kGroups{"club", "team", "staff", "admin", "ghosts"};

// The numbers for one kind of caller, target by target.
using Row = std::array<int, 5>;

// An endpoint, what else is sent, and what the contract says for those who pass the login.
struct Expectation {
    std::string_view endpoint{};
    Form form{};
    Row plain{}, subadmin{}, delegated{}, admin{};

    std::string_view method() const { return endpoint.substr(0, endpoint.find(' ')); }
    bool is_about_a_group() const { return endpoint.find("{groupId") != endpoint.npos; }
};

constexpr Row all(int number) {
    return {number, number, number, number, number};
}
constexpr Row kGate = all(403);  // The caller is refused, whoever the target is.
constexpr Row kNobody = all(997);

const std::vector<Expectation> kExpectations{
#include "routes_targets.inc"
};

// Administrators outside their addresses and delegates for Sharing are plain accounts here; but
// the former are in the group admin, whose members its members see.
Row expected(const Expectation& expectation, CallerKind kind) {
    switch (kind) {
        case CallerKind::nobody:
        case CallerKind::disabled:
        case CallerKind::wrong:
            return kNobody;
        case CallerKind::plain:
        case CallerKind::sharing:
            return expectation.plain;
        case CallerKind::outside:
            return expectation.endpoint == "GET /cloud/groups/{groupId*}/users"
                       ? Row{200, 403, 403, 200, 404}
                       : expectation.plain;
        case CallerKind::subadmin:
            return expectation.subadmin;
        case CallerKind::delegated:
            return expectation.delegated;
        case CallerKind::admin:
            return expectation.admin;
    }
    return {};
}

// Callers, and one target of every kind. Every account that calls is in the group club.
struct Targets : Callers {
    Targets() {
        world.group("club").group("staff").user("inside", {"team"}).user("other");
        world.user("root2", {"admin", "team"});
        for (const char* uid : {"plain", "subadmin", "delegated", "sharing", "admin"})
            world.as("admin").post("/cloud/users/" + std::string(uid) + "/groups",
                                   {{"groupid", "club"}});
    }
};

const Route& row_of(const Expectation& expectation) {
    const auto routes = ocs::routes();
    const auto found = std::find_if(routes.begin(), routes.end(), [&](const Route& route) {
        return std::string(route.method) + " " + std::string(route.path) == expectation.endpoint;
    });
    REQUIRE(found != routes.end());
    return *found;
}

void try_targets(Targets& targets, const Expectation& expectation, CallerKind kind) {
    const Route& route = row_of(expectation);
    const Row numbers = expected(expectation, kind);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        std::string target = expectation.is_about_a_group() ? kGroups[i] : kAccounts[i];
        if (target == "self") target = kind == CallerKind::nobody ? "ghost" : Targets::uid_of(kind);
        CAPTURE(target);
        std::string path = path_of(route, target);
        if (route.path.ends_with("{collectionName:word}"))
            path = "/cloud/users/" + target + "/additional_mail";
        CHECK(targets.call(kind, route.method, path, expectation.form).number == numbers[i]);
    }
}

}  // namespace

TEST_CASE("what may be done depends on whose account and which group it is about") {
    for (const Expectation& expectation : kExpectations) {
        CAPTURE(expectation.endpoint);
        std::optional<Targets> targets;
        for (const CallerKind kind : kCallerKinds) {
            CAPTURE(Targets::uid_of(kind));
            if (!targets) targets.emplace();
            try_targets(*targets, expectation, kind);
            // What was changed changes what the next caller would meet.
            const Row numbers = expected(expectation, kind);
            const bool acts = std::find(numbers.begin(), numbers.end(), 200) != numbers.end();
            if (acts && expectation.method() != "GET") targets.reset();
        }
    }
}

TEST_CASE("every endpoint that is about an account or a group says what it does to each kind") {
    for (const Route& route : ocs::routes()) {
        const std::string name = std::string(route.method) + " " + std::string(route.path);
        if (name.find("{userId}") == name.npos && name.find("{groupId") == name.npos) continue;
        CAPTURE(name);
        const bool found =
            std::any_of(kExpectations.begin(), kExpectations.end(),
                        [&](const Expectation& row) { return row.endpoint == name; });
        CHECK_MESSAGE(found, "tests/ocs/routes_targets.inc has no line for the endpoint");
    }
}
