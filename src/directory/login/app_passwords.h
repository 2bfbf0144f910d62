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

// What an account does with its own app passwords (contract: tokens, section 1).

// A new one for whoever logged in with the account password. Refuses forbidden for an app password,
// and where the account password is not at hand. May throw NeedsHash.
Result<Secret> make_app_password(Transaction& tx, const Session& session);
// Deletes the one in use. Refuses forbidden.
Result<Done> delete_app_password(Transaction& tx, Session& session);
// Replaces the one in use. Refuses forbidden, also where the call did not show it.
Result<Secret> rotate_app_password(Transaction& tx, Session& session);
// What an account does with its app passwords in a browser session: all but the one that the
// session itself was opened with, if any; each refuses forbidden where it was opened with one.
struct DevicePassword {
    Secret password{};
    Token token{};
};
// Refuses forbidden also where no login is behind the session. May throw NeedsHash.
Result<DevicePassword> make_device_password(Transaction& tx, const Session& session,
                                            const std::string& name);
// Another name, and whether it is good for files. These refuse not_found, also for a token of
// somebody else.
Result<Done> edit_device_password(Transaction& tx, const Session& session, std::int64_t id,
                                  const std::string& name, const Array& scope);
Result<Done> delete_device_password(Transaction& tx, const Session& session, std::int64_t id);
Result<Done> wipe_device(Transaction& tx, const Session& session, std::int64_t id);
// What a token may be used for; everything where nothing is stored.
Array scope_of(const Token& token);

// A new one for any account, by whoever administers the installation. With the account's password
// it is one as made by a login. Refuses bad_credentials (field "password") for a wrong one, since
// a token that keeps it would soon be refused. May throw NeedsHash.
Result<Secret> make_app_password_for(Transaction& tx, const User& user,
                                     const std::optional<Secret>& password,
                                     const std::string& name);
// The tokens of an account, sessions too, by id.
std::vector<Token> tokens_of(Transaction& tx, const User& user);
// Refuses not_found, also for a token of somebody else.
Result<Done> delete_token_of(Transaction& tx, const User& user, std::int64_t id);
// Those that were last used before that time (Unix seconds).
void delete_tokens_unused_since(Transaction& tx, const User& user, std::int64_t time);

// Checks the account password once more; a session then counts as confirmed. Refuses
// bad_credentials (field "password"). May throw NeedsHash.
Result<Done> confirm_password(Transaction& tx, Session& session, const Secret& password);

}  // namespace roster
