// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"
#include "storage/logins/two_factor_rows.h"

namespace roster {

// The second factors of a user, each on or off. Empty when no state was ever stored.
std::vector<storage::TwoFactorState> two_factor_states(Transaction& tx, const Uid& uid);

// Switch second factors of a user on or off; providers that administrators cannot switch are
// skipped. Refuse internal for a provider that no enabled app offers; those before it in the list
// stay switched.
Result<Done> enable_two_factor(Transaction& tx, const Uid& uid,
                               const std::vector<std::string>& providers);
Result<Done> disable_two_factor(Transaction& tx, const Uid& uid,
                                const std::vector<std::string>& providers);
// The same for one provider; false when administrators cannot switch it.
Result<bool> switch_two_factor(Transaction& tx, const Uid& uid, std::string_view provider,
                               bool enabled);

// Whether the setting twofactor_enforced requires a second factor of this user.
bool is_two_factor_enforced(Transaction& tx, const Uid& uid);
// Whether the password alone is not enough for this user: a second factor is on, or required.
// Stores the state of providers that it meets for the first time.
bool needs_second_factor(Transaction& tx, const Uid& uid);
// The same when the rows are known.
bool needs_second_factor(Transaction& tx, const Uid& uid, const storage::TwoFactorRows& rows);

}  // namespace roster
