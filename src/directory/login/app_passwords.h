// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "directory/login/sessions.h"
#include "directory/transaction.h"
#include "model/error.h"
#include "model/token.h"
#include "model/user.h"

namespace roster {

// What users do with their own app passwords (contract: tokens, section 1).

// A new app password for a user who logged in with the login password. Refuses forbidden after a
// login with an app password, and when the login password is not available. May throw NeedsHash.
Result<Secret> make_app_password(Transaction& tx, const Session& session);
// Deletes the app password that this call uses. Refuses forbidden when there is none or it is not
// valid.
Result<Done> delete_app_password(Transaction& tx, Session& session);
// Replaces the app password that this call uses. Refuses forbidden likewise, and when the call did
// not send it.
Result<Secret> rotate_app_password(Transaction& tx, Session& session);
// What users do with their app passwords in a browser session. The app password that the session
// was opened with is excluded; each function refuses forbidden in a session that an app password
// opened.
struct DevicePassword {
    Secret password{};
    Token token{};
};
// Creates one. Refuses forbidden also when the session has no login, invalid_argument (field
// "name") for a name that is not UTF-8. May throw NeedsHash.
Result<DevicePassword> make_device_password(Transaction& tx, const Session& session,
                                            const std::string& name);
// Change the name and whether it may access files; delete it; ask its device to delete its data.
// Refuse not_found, also for a token of another user.
Result<Done> edit_device_password(Transaction& tx, const Session& session, std::int64_t id,
                                  const std::string& name, const Array& scope);
Result<Done> delete_device_password(Transaction& tx, const Session& session, std::int64_t id);
Result<Done> wipe_device(Transaction& tx, const Session& session, std::int64_t id);
// What a token may be used for; everything when nothing is stored.
Array scope_of(const Token& token);

// A new app password for any user, made by an administrator of the installation. With the user's
// login password it equals one made after a login. Refuses bad_credentials (field "password") for a
// wrong password, because a token that stores it would soon be rejected. May throw NeedsHash.
Result<Secret> make_app_password_for(Transaction& tx, const User& user,
                                     const std::optional<Secret>& password,
                                     const std::string& name);
// The tokens of a user, sessions included, by id.
std::vector<Token> tokens_of(Transaction& tx, const User& user);
// Refuses not_found, also for a token of another user.
Result<Done> delete_token_of(Transaction& tx, const User& user, std::int64_t id);
// Deletes the tokens that were last used before that time (Unix seconds).
void delete_tokens_unused_since(Transaction& tx, const User& user, std::int64_t time);

// Checks the login password again and marks the session as confirmed. Refuses bad_credentials
// (field "password"). May throw NeedsHash.
Result<Done> confirm_password(Transaction& tx, Session& session, const Secret& password);

}  // namespace roster
