// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "model/user.h"

namespace roster {

struct Session;

// The three cookies that recognise a browser after its session has ended.
struct RememberCookies {
    Uid uid{};
    Secret token{};
    Secret session_id{};
    std::int64_t seconds = 0;  // lifetime of the cookies
    bool complete() const { return !uid.empty() && !token.empty() && !session_id.empty(); }
};

// The setting remember_login_cookie_lifetime; 0: logins are not remembered.
std::int64_t remembered_seconds(const Settings& settings);
// Cookies for a user whose session has just been opened.
RememberCookies remember_login(Transaction& tx, const Uid& uid, const Session& session);

// Logs a remembered browser in: replaces its token, and continues its session under a new id.
// Nothing when the cookies are not valid, or not any more.
struct RememberedLogin {
    User user{};
    std::string login_name{};
    std::int64_t token_id = 0;
    RememberCookies cookies{};
};
std::optional<RememberedLogin> use_remembered_login(Transaction& tx, const RememberCookies& shown,
                                                    Session& session);

}  // namespace roster
