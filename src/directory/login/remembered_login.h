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

// The three cookies by which a browser is recognised after its session has ended.
struct RememberCookies {
    Uid uid{};
    Secret token{};
    Secret session_id{};
    std::int64_t seconds = 0;  // how long the browser keeps them
    bool complete() const { return !uid.empty() && !token.empty() && !session_id.empty(); }
};

// The setting remember_login_cookie_lifetime; 0: nobody is remembered.
std::int64_t remembered_seconds(const Settings& settings);
// Cookies for an account whose session has just been opened.
RememberCookies remember_login(Transaction& tx, const Uid& uid, const Session& session);

// Lets a remembered browser in: its token is used up and replaced, its session goes on under a new
// id. Nothing when the cookies are not or no longer good.
struct RememberedLogin {
    User user{};
    std::string login_name{};
    std::int64_t token_id = 0;
    RememberCookies cookies{};
};
std::optional<RememberedLogin> use_remembered_login(Transaction& tx, const RememberCookies& shown,
                                                    Session& session);

}  // namespace roster
