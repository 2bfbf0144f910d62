// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.h"

namespace roster {

class Call;
class Transaction;
struct Array;
struct Exchange;

// The least that a caller must be (contract: guards).
enum class Guard {
    anyone,
    user,
    gate,           // administrator, delegated for Users, or sub-admin of some group
    users_admin,    // administrator or delegated for Users
    sharing_admin,  // the same, or delegated for Sharing; then the gate
    admin,
    command_line,  // only the command line of this data directory
};

// How a protocol shows a refusal.
enum class Shape {
    raised,         // code and message, no data
    returned,       // code without message, the empty list as data
    returned_null,  // code without message, null as data
    returned_text,  // code without message, the text as {"data":{"message":...}}
};

// The number that an endpoint has always answered for a reason, where it is not the usual one.
struct Number {
    Errc reason{};
    int number = 0;
    std::string_view field = "";  // empty: whatever the refusal is about
    Shape shape = Shape::raised;
};
constexpr std::size_t kMostNumbers = 16;
using Numbers = std::array<Number, kMostNumbers>;  // ends at number 0

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
using PasswordsOf = std::vector<std::string> (*)(const Exchange&, Transaction&);

// One endpoint. Dispatch, permissions, documentation and tests walk these rows.
struct Route {
    std::string_view method{};
    std::string_view path{};
    Guard guard{};
    Handler handler{};
    Numbers numbers{};
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

// What differs between families of routes: where they are, and how their answers look.
struct Protocol {
    std::string_view name;
    std::string_view address;  // what stands before the paths of the rows
    std::span<const Route> routes;
    // The part of the path that the rows speak of, when the request is for this protocol; sets what
    // the protocol notes about the request.
    bool (*claims)(Exchange& exchange);
    // What has to be settled before anybody logs in.
    Result<Done> (*admit)(Exchange& exchange);
    // Makes the writer for the handler's answer.
    void (*begin)(Exchange& exchange);
    // Turns what the handler wrote, or the refusal, into exchange.response.
    void (*finish)(Exchange& exchange);
    void (*refuse)(Exchange& exchange, const Error& error);
    // What the log says about an argument that is missing or of another type.
    std::string (*missing_argument_text)(const Exchange& exchange, const Error& error) = nullptr;
};

}  // namespace roster
