// SPDX-License-Identifier: Apache-2.0
#include "api/health.h"

#include <fmt/core.h>

#include "api/protocol.h"
#include "directory/readiness.h"
#include "service/call.h"
#include "service/hints/hints.h"
#include "service/unavailable.h"

namespace roster::api {

namespace {

constexpr std::string_view kPrefix = "/health";

Result<Done> is_live(Call& call) {
    call.out.begin_map();
    call.out.member("status", "live");
    call.out.end();
    return Done{};
}

// Load balancers then send no calls here. Retry-After is the same as that of pages in maintenance.
Result<Done> tell_of_maintenance(Call& call) {
    constexpr int kServiceUnavailable = 503;
    call.exchange.run.hint = hint_for(call.exchange, {.code = Errc::maintenance});
    call.exchange.response.status = kServiceUnavailable;
    call.exchange.response.set("Retry-After", "120");
    call.out.begin_map();
    call.out.member("status", "unavailable");
    call.out.member("reason", "maintenance");
    call.out.end();
    return Done{};
}

// When the database is gone or accepts no changes, the call ends before or in here, with 503.
Result<Done> is_ready(Call& call) {
    if (call.tx.settings->boolean("maintenance", false)) return tell_of_maintenance(call);
    using storage::Trouble;
    Trouble of_database = call.exchange.trouble;
    if (!call.tx.database_is_in_place()) of_database = Trouble::gone;
    if (of_database != Trouble::none)
        throw storage::DatabaseError(sentence_for(of_database), of_database);
    try_to_write(call.tx);
    call.out.begin_map();
    call.out.member("status", "ready");
    storage::SettingsFile& settings = call.tx.installation.settings;
    if (const std::string trouble = settings.trouble(); !trouble.empty()) {
        call.out.key("warnings");
        call.out.begin_list();
        // Without the folder: anybody may ask.
        const std::string& path = settings.path();
        call.out.value(fmt::format("{} cannot be read, so the settings before it are in use: {}",
                                   path.substr(path.rfind('/') + 1), trouble));
        call.out.end();
    }
    call.out.end();
    return Done{};
}

constexpr Route kRoutes[] = {
    {.method = "GET",
     .path = "/live",
     .guard = Role::anyone,
     .handler = is_live,
     .logs_in = false,
     .csrf_exempt = true,
     .before_second_factor = true,
     .needs = Needs::nothing},
    {.method = "GET",
     .path = "/ready",
     .guard = Role::anyone,
     .handler = is_ready,
     .logs_in = false,
     .csrf_exempt = true,
     .before_second_factor = true},
};

bool claims(Exchange& exchange) {
    return claims_below(exchange, kPrefix);
}

}  // namespace

const Protocol& health() {
    static const Protocol kProtocol = [] {
        Protocol health = protocol();
        health.name = "health";
        health.address = kPrefix;
        health.routes = kRoutes;
        health.claims = claims;
        // Load balancers call by an IP address, and want to know about maintenance, too.
        health.answers_any_host = true;
        health.goes_on_in_maintenance = [](const Exchange&) { return true; };
        return health;
    }();
    return kProtocol;
}

}  // namespace roster::api
