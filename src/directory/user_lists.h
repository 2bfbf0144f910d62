// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// What a caller asks of a list of accounts.
struct UserPage {
    std::string search{};  // in uid, display name or e-mail, whatever the letter case
    std::optional<std::int64_t> limit{};
    std::int64_t offset = 0;
};

// The accounts that the caller may see (contract: users, section 7). For administrators a page in
// the order of display names, sorted by uid. For sub-admins a page of each of their groups, one
// after another; a search without limit finds nothing. Refuses an offset below 0 where Nextcloud
// fails on it.
Result<std::vector<std::string>> list_users(Transaction& tx, const UserPage& page);
// The same as the plain list of uids shows it: a uid that is a whole number as that number, and
// for sub-admins, to whom Nextcloud counts such accounts instead of naming them, as its count.
Result<std::vector<Value>> list_user_keys(Transaction& tx, const UserPage& page);

// Disabled accounts. Refuses a limit or offset below 0.
Result<std::vector<std::string>> list_disabled_users(Transaction& tx, const UserPage& page);
// Accounts by their last login, the latest first: 25 of them unless a limit says otherwise, and at
// most 100. Refuses a limit or offset below 0.
Result<std::vector<std::string>> list_recent_users(Transaction& tx, const UserPage& page);

}  // namespace roster
