// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "directory/transaction.h"

namespace roster {

// What is counted against the network of an address.
struct AttemptState {
    bool allow_listed = false;
    std::int64_t attempts = 0;
    std::int64_t delay_ms = 0;
};
// An empty action stands for all of them. Notes the address as the client's.
AttemptState attempts_of(Transaction& tx, const std::string& address, std::string_view action);
// Takes back everything that is counted against an address; not what another process counts while
// the database takes no changes.
void forget_attempts_of(Transaction& tx, const std::string& address);
// Stores what was counted while the database took no changes.
void store_unstored_attempts(Transaction& tx);

}  // namespace roster
