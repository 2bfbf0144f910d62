// SPDX-License-Identifier: Apache-2.0
// What a protocol is before it says anything, and what a row asks of a credential.
#include "service/route.h"

#include <doctest/doctest.h>

#include "base/json/strict_json_writer.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

Result<Done> succeed(Call&) {
    return Done{};
}

constexpr Route kRoutes[] = {
    {"GET", "/open", {Role::anyone, Scope::users_read}, succeed},
    {"GET", "/users", {Role::user, Scope::users_read}, succeed},
    {"POST", "/users", {Role::user, Scope::users_write}, succeed},
    {"GET", "/everything", Role::user, succeed},
    {"GET", "/unsaid", {}, succeed},
};

bool claims_all(Exchange& exchange) {
    exchange.head.path = exchange.head.target.path;
    return true;
}

void begin(Exchange& exchange) {
    exchange.run.out = std::make_unique<StrictJsonWriter>(exchange.run.body);
}

std::optional<Errc> refusal{};  // of the last call

Protocol bare_protocol() {
    return {.name = "bare",
            .address = "",
            .routes = kRoutes,
            .claims = claims_all,
            .begin = begin,
            .finish = [](Exchange&) {},
            .refuse = [](Exchange&, const Error& error) { refusal = error.code; }};
}

// One whose callers are all that test.
Result<Done> log_in_with(Exchange& exchange, Transaction& tx, Scopes scopes) {
    tx.actor = {.uid = "admin"_uid, .credential = Credential::bearer, .admin = true};
    tx.actor.scopes = scopes;
    exchange.run.actor = tx.actor;
    return Done{};
}

Protocol open_protocol() {
    Protocol protocol = bare_protocol();
    protocol.shows_credentials = [](const Exchange&) { return true; };
    protocol.log_in = [](Exchange& exchange, Transaction& tx) {
        return log_in_with(exchange, tx, Scopes{});
    };
    protocol.passes_csrf_check = [](const Exchange&) { return true; };
    return protocol;
}

std::optional<Errc> ask(const Protocol& protocol, const std::string& method,
                        const std::string& path, const std::string& host = "localhost",
                        bool in_maintenance = false) {
    World world;
    if (in_maintenance) world.house_installation.settings.set({"maintenance"}, true);
    world.house.protocols = {&protocol};
    refusal.reset();
    world.send({.method = method,
                .target = path,
                .headers = {{"Host", host},
                            {"Authorization", basic("admin", "Secret-admin")},
                            {"OCS-APIRequest", "true"}}});
    return refusal;
}

}  // namespace

TEST_CASE("a protocol that has said nothing lets nobody through") {
    const Protocol bare = bare_protocol();
    CHECK(ask(bare, "GET", "/open", "evil.example.org") == Errc::untrusted_host);
    CHECK(ask(bare, "GET", "/open", "localhost", true) == Errc::maintenance);
    CHECK(ask(bare, "GET", "/users") == Errc::unauthenticated);
    CHECK(ask(bare, "GET", "/open") == Errc::csrf);
    CHECK(ask(bare, "GET", "/unsaid") == Errc::route_not_found);
}

TEST_CASE("trusted host and maintenance hold for every protocol that does not lift them") {
    Protocol open = open_protocol();
    CHECK_FALSE(ask(open, "GET", "/users"));
    CHECK(ask(open, "GET", "/users", "evil.example.org") == Errc::untrusted_host);
    CHECK(ask(open, "GET", "/users", "localhost", true) == Errc::maintenance);
    open.answers_any_host = true;
    open.goes_on_in_maintenance = [](const Exchange&) { return true; };
    CHECK_FALSE(ask(open, "GET", "/users", "evil.example.org"));
    CHECK_FALSE(ask(open, "GET", "/users", "localhost", true));
}

TEST_CASE("a credential is good for the scopes that it names, and a row without one wants all") {
    Protocol reading = open_protocol();
    reading.log_in = [](Exchange& exchange, Transaction& tx) {
        return log_in_with(exchange, tx, {Scope::users_read});
    };
    CHECK_FALSE(ask(reading, "GET", "/users"));
    CHECK(ask(reading, "POST", "/users") == Errc::forbidden);
    CHECK(ask(reading, "GET", "/everything") == Errc::forbidden);
    const Protocol open = open_protocol();
    CHECK_FALSE(ask(open, "POST", "/users"));
    CHECK_FALSE(ask(open, "GET", "/everything"));
}
