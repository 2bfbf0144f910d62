// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace roster {

// Why the directory refuses. Each protocol chooses what its client sees.
enum class Errc {
    // about the arguments
    missing_argument,  // absent, null or of the wrong type
    invalid_argument,
    bad_text,        // not UTF-8, or contains a NUL
    unknown_key,     // the field does not exist, or this actor may not edit it
    unknown_format,  // found after the handler has run
    // about what exists
    user_exists,
    user_not_found,
    group_exists,
    group_not_found,
    app_not_found,
    not_found,
    not_subadmin,
    already_a_mapped_group,  // a long name whose digest is already used as gid
    // about the actor
    unauthenticated,  // nobody is logged in
    bad_credentials,
    not_admin,
    not_users_admin,
    not_subadmin_or_admin,
    address_not_allowed,
    forbidden,
    own_user,  // an action that users may not take on themselves
    admin_group,
    last_group,  // the last group that the sub-admin shares with the user
    csrf,
    strict_cookie,
    app_not_enabled,
    password_unconfirmed,
    second_factor,
    logged_out,    // the previous call logged out; the browser shall forget its pages
    throttled,     // too many failed logins
    rate_limited,  // too many calls
    // about the outcome
    password_policy,
    mail_failed,
    not_supported,
    maintenance,
    untrusted_host,
    route_not_found,
    method_not_allowed,
    busy,
    internal,
};

// A refusal: the reason, Nextcloud's text for it (English, `%s` stands for `argument`; may be
// empty), and the parameter at fault.
struct Error {
    Errc code{};
    std::string message{};
    std::string field{};
    std::string argument{};

    bool operator==(const Error&) const = default;
};

// The text of a refusal, in English, with its argument in place.
inline std::string message_of(const Error& error) {
    std::string text = error.message;
    if (const std::size_t place = text.find("%s"); place != std::string::npos)
        text.replace(place, 2, error.argument);
    return text;
}

// The result of a call that returns no data.
struct Done {
    bool operator==(const Done&) const = default;
};

template <class T>
using Result = Expected<T, Error>;
// Like Result, but with all refusals, in the order of the request.
template <class T>
using Checked = Expected<T, std::vector<Error>>;

// Makes a refusal. `field` names the parameter at fault, if there is one.
inline Unexpected<Error> refuse(Errc code, std::string message = "", std::string field = "",
                                std::string argument = "") {
    return {{code, std::move(message), std::move(field), std::move(argument)}};
}

}  // namespace roster
