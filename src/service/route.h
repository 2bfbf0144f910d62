// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/actor.h"
#include "model/error.h"

namespace roster {

class Call;
class Transaction;
struct Array;
struct Exchange;

// The minimum role of the actor (contract: guards).
enum class Role {
    anyone,
    user,
    gate,           // administrator, delegate for Users, or sub-admin of some group
    users_admin,    // administrator or delegate for Users
    sharing_admin,  // the same, or delegate for Sharing; then the gate
    admin,
    command_line,  // only the command line of this data directory
};

// Who may make a call: the minimum role and the scope. A row without a scope is closed to
// credentials with limited scopes.
struct Guard {
    Role role = Role::command_line;
    Scope scope = Scope::everything;

    constexpr Guard() = default;
    constexpr Guard(Role role_, Scope scope_ = Scope::everything) : role(role_), scope(scope_) {}
};

struct RateLimit {
    int calls = 0;  // 0: none
    int seconds = 0;
    std::string_view method = "";  // Nextcloud's name of the handler; part of the stored hash
    bool own = false;  // not Nextcloud's: stores no row, and the refusal says when to retry
};

using Handler = Result<Done> (*)(Call&);

// What a row needs of the database, besides the lookup of the user.
enum class Needs { nothing, read, write };

// The passwords that a handler will want hashed, in its order. Decides nothing; none when the
// handler will surely refuse.
using PasswordsOf = std::vector<Secret> (*)(const Exchange&, Transaction&);

// One endpoint. Dispatch, guards, documentation and tests walk these rows.
struct Route {
    std::string_view method{};
    std::string_view path{};
    Guard guard{};
    Handler handler{};
    bool confirm_password = false;
    RateLimit rate_limit{};              // per user, or per address without a login
    std::string_view throttled_as = "";  // brute-force action
    bool logs_in = true;                 // false: credentials are ignored
    bool csrf_exempt = false;            // may be called from any site, without header or token
    bool renews_session = false;         // the answer sets the session's cookie again
    bool before_second_factor = false;   // works while the second factor is still pending
    std::string_view app = "";           // the app that must be enabled for the user
    std::optional<Needs> needs{};        // overrides the default of the method: see needs_of()
    PasswordsOf passwords = nullptr;     // lets slow hashes be computed ahead of the handler
};

// GET and HEAD read, other methods write, unless the row says otherwise. A handler of a reading row
// that has to write is run again on the writer.
inline Needs needs_of(const Route& route) {
    if (route.needs) return *route.needs;
    return route.method == "GET" || route.method == "HEAD" ? Needs::read : Needs::write;
}

// A protocol: its rows, its authentication and its response format. It is closed by default: a
// member that is not set lets no call pass. For all protocols stages.cpp first checks the trusted
// host name and the maintenance mode.
struct Protocol {
    std::string_view name;
    std::string_view address;  // prefix of the paths of the rows
    std::span<const Route> routes;
    // Whether the request is for this protocol; sets the path that the rows match, and the
    // protocol's own notes.
    bool (*claims)(Exchange& exchange);

    bool answers_any_host = false;  // accepts any host name
    // Whether this call is served during maintenance.
    bool (*goes_on_in_maintenance)(const Exchange& exchange) = nullptr;
    // Other checks before the login.
    Result<Done> (*admit)(Exchange& exchange) = nullptr;
    // Whether the request contains credentials, valid or not.
    bool (*shows_credentials)(const Exchange& exchange) = nullptr;
    // Authenticates the client and records the actor in the exchange and the transaction; no
    // credentials is not a refusal.
    Result<Done> (*log_in)(Exchange& exchange, Transaction& tx) = nullptr;
    // Whether the request proves that it was not made by a foreign site.
    bool (*passes_csrf_check)(const Exchange& exchange) = nullptr;

    // Creates the writer for the handler's answer.
    void (*begin)(Exchange& exchange);
    // Turn the handler's output, or the refusal, into exchange.response.
    void (*finish)(Exchange& exchange);
    void (*refuse)(Exchange& exchange, const Error& error);
    // Reports in the response how long the client would have been delayed for its failed attempts
    // (milliseconds).
    void (*show_delay)(Exchange& exchange, std::int64_t delay_ms) = nullptr;
    // The log text for an argument that is missing or of the wrong type.
    std::string (*missing_argument_text)(const Exchange& exchange, const Error& error) = nullptr;
    // The name in the log of an error that the data caused, not the server.
    std::string (*exception_of)(const Error& error) = nullptr;
    // Whether a call with an untrusted host name is logged.
    bool (*logs_untrusted_host)(const Exchange& exchange) = nullptr;
    // Whether hints.inc explains common mistakes in this protocol's paths.
    bool explains_paths = false;
};

}  // namespace roster
