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

// The least that a caller must be (contract: guards).
enum class Role {
    anyone,
    user,
    gate,           // administrator, delegated for Users, or sub-admin of some group
    users_admin,    // administrator or delegated for Users
    sharing_admin,  // the same, or delegated for Sharing; then the gate
    admin,
    command_line,  // only the command line of this data directory
};

// Who may make a call: as what, and with a credential for what. A row that names no scope is closed
// to credentials that may not do everything.
struct Guard {
    Role role = Role::command_line;
    Scope scope = Scope::everything;

    constexpr Guard() = default;
    constexpr Guard(Role role_, Scope scope_ = Scope::everything) : role(role_), scope(scope_) {}
};

struct RateLimit {
    int calls = 0;  // 0: none
    int seconds = 0;
    std::string_view method = "";  // what Nextcloud calls the handler; part of the stored hash
    bool own = false;  // not Nextcloud's: leaves no row, and the refusal says when to come again
};

using Handler = Result<Done> (*)(Call&);

// What a row needs of the database, beside who calls if that has to be looked up.
enum class Needs { nothing, read, write };

// The passwords that a handler is going to want hashed, in its order. Decides nothing: none where
// it is plain that the handler will refuse.
using PasswordsOf = std::vector<Secret> (*)(const Exchange&, Transaction&);

// One endpoint. Dispatch, permissions, documentation and tests walk these rows.
struct Route {
    std::string_view method{};
    std::string_view path{};
    Guard guard{};
    Handler handler{};
    bool confirm_password = false;
    RateLimit rate_limit{};              // per account, or per address where nobody is logged in
    std::string_view throttled_as = "";  // brute-force action
    bool logs_in = true;                 // false: credentials are not looked at
    bool csrf_exempt = false;            // may be called from anywhere, without header or token
    bool renews_session = false;         // the answer sets the session's cookie again
    bool before_second_factor = false;   // works while the second factor is still asked for
    std::string_view app = "";           // the app that has to be enabled for the caller
    std::optional<Needs> needs{};        // where the method does not say it: see needs_of()
    PasswordsOf passwords = nullptr;     // where slow hashes stand, so that they are made ahead
};

// GET reads, other methods write, unless the row says otherwise. A handler that has to write all
// the same is run again where it may.
inline Needs needs_of(const Route& route) {
    if (route.needs) return *route.needs;
    return route.method == "GET" || route.method == "HEAD" ? Needs::read : Needs::write;
}

// A protocol: where its rows are, who may call them and how they prove it, and how answers look. It
// is closed until it says otherwise: a member that is not set lets nobody through. For all of them
// hold what stages.cpp asks first: a host name that the installation trusts, no maintenance.
struct Protocol {
    std::string_view name;
    std::string_view address;  // what stands before the paths of the rows
    std::span<const Route> routes;
    // Whether the request is for this protocol; sets the part of the path that the rows speak of,
    // and what the protocol notes about the request.
    bool (*claims)(Exchange& exchange);

    bool answers_any_host = false;  // by whatever name it is called
    // Whether this call goes on during maintenance.
    bool (*goes_on_in_maintenance)(const Exchange& exchange) = nullptr;
    // What else has to be settled before anybody logs in.
    Result<Done> (*admit)(Exchange& exchange) = nullptr;
    // Whether the request carries what somebody may log in by, right or wrong.
    bool (*shows_credentials)(const Exchange& exchange) = nullptr;
    // Finds out who is calling, and notes it in the exchange and the transaction; nobody is no
    // refusal.
    Result<Done> (*log_in)(Exchange& exchange, Transaction& tx) = nullptr;
    // Whether the request proves that it was not made by a foreign page.
    bool (*passes_csrf_check)(const Exchange& exchange) = nullptr;

    // Makes the writer for the handler's answer.
    void (*begin)(Exchange& exchange);
    // Turns what the handler wrote, or the refusal, into exchange.response.
    void (*finish)(Exchange& exchange);
    void (*refuse)(Exchange& exchange, const Error& error);
    // Tells in the answer for how long the client would have been kept waiting for its guesses
    // (milliseconds).
    void (*show_delay)(Exchange& exchange, std::int64_t delay_ms) = nullptr;
    // What the log says about an argument that is missing or of another type.
    std::string (*missing_argument_text)(const Exchange& exchange, const Error& error) = nullptr;
    // As what the log names an accident that the data have caused, and not the server.
    std::string (*exception_of)(const Error& error) = nullptr;
    // Whether a call by a host name that is not trusted is written to the log.
    bool (*logs_untrusted_host)(const Exchange& exchange) = nullptr;
    // Whether the usual mistakes in paths that hints.inc knows are made here.
    bool explains_paths = false;
};

}  // namespace roster
