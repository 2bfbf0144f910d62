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
// Whether a hash takes so long that other calls must not wait for it: longer than some statements.
bool is_hashing_slow(const Settings& settings);

// The hashes of passwords, in their order, each with its own salt, equal passwords too. Computed on
// several threads, unless hash_ahead() made them. May throw NeedsHash, once for all that are
// missing.
std::vector<std::string> hash_passwords(Transaction& tx, std::span<const Secret* const> passwords);
// The same for one password.
std::string hash_password(Transaction& tx, const Secret& password);

// Computes the hashes that a call is going to need, in that order. False when other calls must not
// wait: then CallMemo::pending computes them.
bool hash_ahead(Transaction& tx, std::vector<Secret> passwords);

}  // namespace roster
