// SPDX-License-Identifier: Apache-2.0
#include "service/guards.h"

#include <fmt/core.h>

#include "directory/config/apps.h"
#include "directory/login/throttle.h"
#include "directory/login/tokens.h"
#include "directory/login/two_factor.h"
#include "service/request/parameters.h"

namespace roster {

namespace {

constexpr const char* kNotLoggedIn = "Current user is not logged in";
constexpr const char* kNotAdmin = "Logged in account must be an admin";
constexpr const char* kNotUsersAdmin =
    "Logged in account must be an admin, a sub admin or gotten special right to access this "
    "setting";
constexpr const char* kWrongAddress =
    "Your current IP address doesn't allow you to perform admin actions";
constexpr const char* kOutOfScope = "The credential is not meant for this call";
constexpr const char* kNotSubadmin = "Logged in account must be at least a sub admin";

Result<Done> pass_role(Role role, const Actor& actor) {
    if (role == Role::users_admin || role == Role::sharing_admin) {
        if (actor.delegated_outside) return refuse(Errc::address_not_allowed, kWrongAddress);
        const bool passes =
            actor.sees_everybody() || (role == Role::sharing_admin && actor.delegated_sharing);
        if (!passes) return refuse(Errc::not_users_admin, kNotUsersAdmin);
    }
    if (role == Role::admin && !actor.admin) return refuse(Errc::not_admin, kNotAdmin);
    return Done{};
}

// App passwords and single calls need no confirmation.
bool is_browser_login(const Exchange& exchange) {
    return exchange.run.session && exchange.run.session->is_browser_login();
}

// Dangerous calls need the password again after half an hour, and after a remembered login.
Result<Done> pass_confirmation(Exchange& exchange, Transaction& tx) {
    constexpr std::int64_t kConfirmedSeconds = 1815;
    if (!is_browser_login(exchange)) return Done{};
    const Session& session = *exchange.run.session;
    if (session.integer(session_key::kConfirmedAt) >= tx.now - kConfirmedSeconds) return Done{};
    const FoundToken token = find_token(tx, tx.actor.token_id);
    if (!token.valid() || !may_confirm_password(token.token)) return Done{};
    return refuse(Errc::password_unconfirmed, "Password confirmation is required");
}

// A session that has passed once is not asked again. A call that opens a session by Basic stores no
// mark; with a second factor it would have been refused.
Result<Done> pass_second_factor(Exchange& exchange, Transaction& tx) {
    if (!is_browser_login(exchange) || tx.actor.credential == Credential::password) return Done{};
    Session& session = *exchange.run.session;
    const std::string state = session.text(session_key::kSecondFactor);
    if (state == kPassed) return Done{};
    if (state == kPending && needs_second_factor(tx, tx.actor.uid)) {
        if (exchange.run.route->before_second_factor) return Done{};
        return refuse(Errc::second_factor);
    }
    session.set(session_key::kSecondFactor, kPassed);
    save_session(tx, session);
    tx.keep();
    return Done{};
}

bool passes_csrf_check(const Exchange& exchange) {
    const Protocol& protocol = *exchange.head.protocol;
    return protocol.passes_csrf_check && protocol.passes_csrf_check(exchange);
}

void show_delay(Exchange& exchange, std::int64_t delay_ms) {
    const Protocol& protocol = *exchange.head.protocol;
    if (delay_ms > 0 && protocol.show_delay) protocol.show_delay(exchange, delay_ms);
}

// `when` tells protocols whether the call was refused before or after its handler ran: a handler's
// own failed attempt may reach the limit, and its answer is then not sent.
Result<std::int64_t> pass_own_throttle(Transaction& tx, std::string_view action,
                                       std::string_view when) {
    Result<std::int64_t> passed = pass_throttle(tx, action);
    if (!passed) passed.error().field = when;
    return passed;
}

Result<Done> pass_call_limit(Exchange& exchange, Transaction& tx) {
    const Route& route = *exchange.run.route;
    const CallLimit limit{.method = route.rate_limit.method,
                          .calls = route.rate_limit.calls,
                          .seconds = route.rate_limit.seconds,
                          .anonymous = route.guard.role == Role::anyone};
    if (!route.rate_limit.own)
        return exchange.counts_already ? Result<Done>(Done{}) : pass_rate_limit(tx, limit);
    exchange.run.retry_after_seconds = count_own_call(tx, limit);
    if (exchange.run.retry_after_seconds > 0) return refuse(Errc::rate_limited, "", "network");
    return Done{};
}

bool is_failed_guess(const Result<Done>& handled) {
    return !handled && handled.error().code == Errc::bad_credentials &&
           handled.error().field == "password";
}

}  // namespace

Result<Done> pass_guards(Exchange& exchange, Transaction& tx) {
    const Route& route = *exchange.run.route;
    const Actor& actor = tx.actor;
    if (actor.on_command_line()) return Done{};
    if (exchange.run.session && exchange.run.session->has(session_key::kLoggedOut)) {
        exchange.run.session->erase(session_key::kLoggedOut);
        save_session(tx, *exchange.run.session);
        tx.keep();
        return refuse(Errc::logged_out);
    }
    if (route.guard.role == Role::command_line) return refuse(Errc::route_not_found);
    if (!route.app.empty() && !is_app_enabled(tx, route.app)) return refuse(Errc::route_not_found);
    if (route.guard.role != Role::anyone && !actor.logged_in())
        return refuse(Errc::unauthenticated, kNotLoggedIn);
    TRY(pass_role(route.guard.role, actor));
    if (!actor.scopes.hold(route.guard.scope)) return refuse(Errc::forbidden, kOutOfScope, "scope");
    // Only a client without the header OCS-APIRequest may need a token, perhaps in a form.
    if (!route.csrf_exempt && exchange.request.header("OCS-APIRequest").empty())
        read_needed_parameters(exchange);
    if (!route.csrf_exempt && !passes_csrf_check(exchange)) return refuse(Errc::csrf);
    if (!route.app.empty() && route.guard.role != Role::anyone &&
        !is_app_enabled(tx, route.app, actor.uid))
        return refuse(Errc::app_not_enabled);
    if (route.confirm_password) TRY(pass_confirmation(exchange, tx));
    return pass_second_factor(exchange, tx);
}

bool has_stored_limit(const Route& route) {
    return route.rate_limit.calls > 0 && !route.rate_limit.own;
}

Result<Done> pass_limits(Exchange& exchange, Transaction& tx) {
    const Route& route = *exchange.run.route;
    if (tx.actor.on_command_line()) return Done{};
    if (!route.throttled_as.empty()) {
        exchange.run.delay_ms = TRY(pass_own_throttle(tx, route.throttled_as, "asked"));
        show_delay(exchange, exchange.run.delay_ms);
    }
    if (route.rate_limit.calls > 0) TRY(pass_call_limit(exchange, tx));
    if (route.renews_session && exchange.run.session) exchange.run.session->announce = true;
    const bool gated = route.guard.role == Role::gate || route.guard.role == Role::sharing_admin;
    if (gated && !tx.actor.administers_somebody())
        return refuse(Errc::not_subadmin_or_admin, kNotSubadmin);
    return Done{};
}

Result<Done> after_guards(Exchange& exchange, Transaction& tx, Result<Done> handled) {
    const Route& route = *exchange.run.route;
    if (exchange.run.session && handled) save_session(tx, *exchange.run.session);
    const bool failed = exchange.run.failed_guess || is_failed_guess(handled);
    if (!failed || route.throttled_as.empty()) return handled;
    record_attempt(tx, route.throttled_as, exchange.run.failed_guess.value_or(Array{}));
    const std::int64_t delay_ms = TRY(pass_own_throttle(tx, route.throttled_as, "answered"));
    show_delay(exchange, exchange.run.delay_ms + delay_ms);
    return handled;
}

}  // namespace roster
