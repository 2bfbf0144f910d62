// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster::ocs::compat {

// Nextcloud's edits of a user: one field at a time, and when the profile cannot be stored, the rest
// of the change stays. Both functions refuse user_not_found, forbidden and what plan() refuses, and
// internal where Nextcloud fails, which is logged: a quota below zero, a stored profile that has
// become invalid. May throw NeedsHash.

// The edit of `PUT /cloud/users/{userId}`.
Result<Done> edit_user(Transaction& tx, std::string_view id, std::string_view key,
                       std::string value);

// Changes an entry of a collection: `additional_mail`, where `value` replaces the address `key`, or
// removes it when empty; or the user's own `additional_mailScope`. Refuses unknown_key for other
// collections, and invalid_argument without a text for a wrong scope.
Result<Done> edit_user_collection(Transaction& tx, std::string_view id, std::string_view collection,
                                  std::string key, std::string value);

}  // namespace roster::ocs::compat
