// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"
#include "storage/logins/two_factor_rows.h"

namespace roster {

// Which second factors an account has, each on or off. Empty when nothing was ever noted.
std::vector<storage::TwoFactorState> two_factor_states(Transaction& tx, const Uid& uid);

// Switches second factors of an account on or off; a provider that administrators cannot switch
// that way is skipped. Refuses internal for a provider that no enabled app brings along; those
// before it in the list stay switched.
Result<Done> enable_two_factor(Transaction& tx, const Uid& uid,
                               const std::vector<std::string>& providers);
Result<Done> disable_two_factor(Transaction& tx, const Uid& uid,
                                const std::vector<std::string>& providers);
// The same for one provider; false: it cannot be switched that way.
Result<bool> switch_two_factor(Transaction& tx, const Uid& uid, std::string_view provider,
                               bool enabled);

// Whether the setting twofactor_enforced demands a second factor of this account.
bool is_two_factor_enforced(Transaction& tx, const Uid& uid);
// Whether the password alone does not log this account in: a second factor is on, or demanded.
// Notes the state of providers that it meets for the first time.
bool needs_second_factor(Transaction& tx, const Uid& uid);
// The same for who has looked already.
bool needs_second_factor(Transaction& tx, const Uid& uid, const storage::TwoFactorRows& rows);

}  // namespace roster
