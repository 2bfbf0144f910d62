// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace roster {

// Why the directory refuses. What a client sees for it is chosen by each protocol.
enum class Errc {
    // what was sent
    missing_argument,  // absent, null or of the wrong type
    invalid_argument,
    bad_text,        // no UTF-8, or with a NUL
    unknown_key,     // no such editable field, or not editable for this relation
    unknown_format,  // found out after the handler has run
    // what is there, or not
    user_exists,
    user_not_found,
    group_exists,
    group_not_found,
    app_not_found,
    not_found,
    not_subadmin,
    already_a_mapped_group,  // a long name whose digest is taken as gid
    // who asks
    unauthenticated,  // nobody is logged in
    bad_credentials,
    not_admin,
    not_users_admin,
    not_subadmin_or_admin,
    address_not_allowed,
    forbidden,
    own_user,  // an action that nobody may take on themselves
    admin_group,
    last_group,  // the last group that a sub-admin shares with the user
    csrf,
    strict_cookie,
    app_not_enabled,
    password_unconfirmed,
    second_factor,
    logged_out,    // by the call before, whose pages are to be forgotten
    throttled,     // too many failed logins
    rate_limited,  // too many calls
    // how it went
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

// A refusal: the reason, the text that Nextcloud sends for it (English, `%s` where `argument`
// goes; may be empty), and the parameter it is about.
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

// What a call that only acts gives back.
struct Done {
    bool operator==(const Done&) const = default;
};

template <class T>
using Result = Expected<T, Error>;
// The same with everything that is refused, in the order of what was asked.
template <class T>
using Checked = Expected<T, std::vector<Error>>;

// Says no. `field` names the parameter at fault, where there is one.
inline Unexpected<Error> refuse(Errc code, std::string message = "", std::string field = "",
                                std::string argument = "") {
    return {{code, std::move(message), std::move(field), std::move(argument)}};
}

}  // namespace roster
