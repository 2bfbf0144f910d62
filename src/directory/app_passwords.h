// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "directory/sessions.h"
#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// What an account does with its own app passwords (contract: tokens, section 1).

// A new one for whoever logged in with the account password. Refuses forbidden for an app password,
// and where the account password is not at hand. May throw NeedsHash.
Result<std::string> make_app_password(Transaction& tx, const Session& session);
// Deletes the one in use. Refuses forbidden.
Result<Done> delete_app_password(Transaction& tx, Session& session);
// Replaces the one in use. Refuses forbidden, also where the call did not show it.
Result<std::string> rotate_app_password(Transaction& tx, Session& session);
// Checks the account password once more; a session then counts as confirmed. Refuses
// bad_credentials (field "password"). May throw NeedsHash.
Result<Done> confirm_password(Transaction& tx, Session& session, const std::string& password);

}  // namespace roster
