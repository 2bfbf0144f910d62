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

// Whether a password fits a stored hash. May throw NeedsHash.
Verdict check_hash(Transaction& tx, const Secret& password, std::string_view stored);
// Whether the password is this account's; a stored hash with other costs than configured is
// renewed. May throw NeedsHash.
bool has_password(Transaction& tx, const User& user, const Secret& password);
// The same for the password as it stands and, should it have been encoded for a URL, decoded. Where
// there is no such account it takes as long, and is false.
bool has_spelling(Transaction& tx, const std::optional<User>& user, const Secret& password);
// Takes as long as a check of a password; false. May throw NeedsHash.
bool spend_check(Transaction& tx, const Secret& password);

// The account that a name (uid in any letter case, or system e-mail) and its password belong to.
// May throw NeedsHash.
std::optional<User> check_login(Transaction& tx, std::string_view name, const Secret& password);
// What a login by password changes: times of logins, the language, passwords kept with tokens.
void note_password_login(Transaction& tx, const Uid& uid, const Secret& password);
void note_token_login(Transaction& tx, const Uid& uid);

// An actor of an account that has proved itself, with its roles; what was changed so far stays
// whatever becomes of the call. Only sessions are admitted without a line in audit.log.
Actor admit(Transaction& tx, Actor actor);
// Lines of audit.log, with the name as it was typed.
void note_login_attempt(Transaction& tx, const std::string& name);
void note_successful_login(Transaction& tx, const Uid& uid);
void note_failed_login(Transaction& tx, const std::string& name);

// The ways to log in (contract: login). Each gives nobody where the attempt is silently no login,
// and refuses bad_credentials where it is a failed one; a disabled account is refused with the
// message `Account disabled`. They may throw NeedsHash.

// Account password or app password. Refuses throttled.
Result<Actor> log_in_with_password(Transaction& tx, const std::string& name,
                                   const Secret& password);
Result<Actor> log_in_with_bearer(Transaction& tx, const Secret& token);
// A session that is no longer good is cleared. Where the account is disabled, tx.actor names it.
Result<Actor> log_in_with_session(Transaction& tx, Session& session);

}  // namespace roster
