// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "directory/transaction.h"

namespace roster {

// The failed attempts that count against the network of an address.
struct AttemptState {
    bool allow_listed = false;
    std::int64_t attempts = 0;
    std::int64_t delay_ms = 0;
};
// All actions when `action` is empty. Sets tx.remote_address to `address`.
AttemptState attempts_of(Transaction& tx, const std::string& address, std::string_view action);
// Deletes all failed attempts of an address, except those that another process holds while the
// database cannot be written.
void forget_attempts_of(Transaction& tx, const std::string& address);
// Stores the failed attempts that were counted while the database could not be written.
void store_unstored_attempts(Transaction& tx);

}  // namespace roster
