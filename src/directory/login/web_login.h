// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "directory/login/sessions.h"
#include "directory/transaction.h"
#include "model/actor.h"
#include "model/error.h"

namespace roster {

// What the login form sends.
struct WebLogin {
    std::string name{};
    Secret password{};
    std::string timezone{};
};
// The message of the refusal of an account that is disabled, where the password is right.
inline constexpr std::string_view kDisabledAccount = "Account disabled";
// Opens the session for the account, under a new id. An account with a second factor is let in only
// as far as that is asked for. Refuses bad_credentials (field "password"), also for an app password
// and a disabled account. May throw NeedsHash.
Result<Actor> log_in_by_form(Transaction& tx, Session& session, const WebLogin& login);
// The second factors that are on for the account, without the backup codes.
std::vector<std::string> second_factors(Transaction& tx, const Uid& uid);
// Ends the session, and forgets the browser that shows this token.
void log_out(Transaction& tx, Session& session, const Secret& remember_token);

// The same for who asks for it: the form that comes next may be sent with the token of the one
// before, and the next call is told to forget the pages of this session.
void log_out_on_request(Transaction& tx, Session& session, const Secret& remember_token);

}  // namespace roster
