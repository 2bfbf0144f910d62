// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster::ocs::compat {

// How Nextcloud edits a user: one field at a time, and what has happened when it meets a profile
// that it cannot store remains. Refuses user_not_found, forbidden, what plan() refuses, and
// internal where Nextcloud fails, which is logged: a quota below zero, a stored profile that has
// become invalid. May throw NeedsHash.

// What `PUT /cloud/users/{userId}` does.
Result<Done> edit_user(Transaction& tx, std::string_view id, std::string_view key,
                       std::string value);

// Changes an entry of a collection: `additional_mail`, where the address `key` is replaced by
// `value` or, when that is empty, removed; or, of one's own account, `additional_mailScope`.
// Refuses unknown_key for other collections, and invalid_argument without a text for a wrong scope.
Result<Done> edit_user_collection(Transaction& tx, std::string_view id, std::string_view collection,
                                  std::string key, std::string value);

}  // namespace roster::ocs::compat
