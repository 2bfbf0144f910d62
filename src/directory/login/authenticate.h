// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/crypto/crypto_password.h"
#include "directory/login/sessions.h"
#include "directory/passwords/password_hashes.h"
#include "directory/transaction.h"
#include "model/actor.h"
#include "model/error.h"
#include "model/user.h"

namespace roster {

// Whether a password matches a stored hash. May throw NeedsHash.
Verdict check_hash(Transaction& tx, const Secret& password, std::string_view stored);
// Whether this is the user's password. Renews a stored hash whose costs differ from the settings.
// May throw NeedsHash.
bool has_password(Transaction& tx, const User& user, const Secret& password);
// The same for the password as sent and, in case it was encoded for a URL, decoded. False without a
// user, after the same time.
bool has_spelling(Transaction& tx, const std::optional<User>& user, const Secret& password);
// Takes as long as a password check and returns false. May throw NeedsHash.
bool spend_check(Transaction& tx, const Secret& password);

// The user with this name (uid in any letter case, or system e-mail) and password; nothing when
// they do not fit. May throw NeedsHash.
std::optional<User> check_login(Transaction& tx, std::string_view name, const Secret& password);
// Record what a login changes: login times and, after a password, the language and the passwords
// stored with tokens. The first may throw NeedsHash.
void note_password_login(Transaction& tx, const Uid& uid, const Secret& password);
void note_token_login(Transaction& tx, const Uid& uid);

// The actor for an authenticated user, with roles. Keeps what was changed so far, whatever becomes
// of the call. Writes a line to audit.log, except for sessions.
Actor admit(Transaction& tx, Actor actor);
// Lines of audit.log, with the name as typed or the uid.
void note_login_attempt(Transaction& tx, const std::string& name);
void note_successful_login(Transaction& tx, const Uid& uid);
void note_failed_login(Transaction& tx, const std::string& name);

// The ways to log in (contract: login). Each returns an actor without a user when the credentials
// do not count as a login, and refuses bad_credentials when the login failed. A disabled user is
// refused with the message `Account disabled`. They may throw NeedsHash.

// With the login password or an app password. Refuses throttled.
Result<Actor> log_in_with_password(Transaction& tx, const std::string& name,
                                   const Secret& password);
// With an app password as a bearer token.
Result<Actor> log_in_with_bearer(Transaction& tx, const Secret& token);
// Clears a session that is no longer valid. When the user is disabled, tx.actor names the user.
Result<Actor> log_in_with_session(Transaction& tx, Session& session);

}  // namespace roster
