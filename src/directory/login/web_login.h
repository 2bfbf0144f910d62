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

// The fields of the login form.
struct WebLogin {
    std::string name{};
    Secret password{};
    std::string timezone{};
};
// The message of a refusal when the user is disabled and the password is right.
inline constexpr std::string_view kDisabledAccount = "Account disabled";
// Opens the session for the user, under a new id. With a second factor the login stays pending
// until that is given. Refuses bad_credentials (field "password"), also for an app password and a
// disabled user. May throw NeedsHash.
Result<Actor> log_in_by_form(Transaction& tx, Session& session, const WebLogin& login);
// The second factors that are on for the user, without the backup codes.
std::vector<std::string> second_factors(Transaction& tx, const Uid& uid);
// Ends the session, and deletes the remembered login with this token.
void log_out(Transaction& tx, Session& session, const Secret& remember_token);

// The same for a logout that the user requested: the next form may be sent with the present request
// token, and the next call tells the browser to clear the pages of this session.
void log_out_on_request(Transaction& tx, Session& session, const Secret& remember_token);

}  // namespace roster
