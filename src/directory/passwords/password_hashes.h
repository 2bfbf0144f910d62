// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto/crypto_password.h"
#include "directory/transaction.h"

namespace roster {

// The settings hashingTimeCost, hashingMemoryCost (KiB), hashingThreads, hashingCost,
// hashing_default_password and passwordsalt.
HashingOptions hashing_options(const Settings& settings);
// Whether others may not be kept waiting for a hash: it takes longer than some statements.
bool is_hashing_slow(const Settings& settings);

// The stored forms of passwords, in their order, each with a salt of its own, equal ones too.
// Computed on several threads at once, but for those that were made ahead. May throw NeedsHash,
// once for all that are missing.
std::vector<std::string> hash_passwords(Transaction& tx, std::span<const Secret* const> passwords);
std::string hash_password(Transaction& tx, const Secret& password);

// Makes the hashes that a call is going to want, in the order in which it will take them. False
// when others may not be kept waiting: then CallMemo::pending makes them.
bool hash_ahead(Transaction& tx, std::vector<Secret> passwords);

}  // namespace roster
