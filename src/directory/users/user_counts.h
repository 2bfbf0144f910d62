// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "directory/transaction.h"

namespace roster {

// Counts the users of the whole installation.
struct UserCounts {
    std::int64_t users = 0;
    std::int64_t homes = 0;  // home folders in the data directory
    std::int64_t seen = 0;   // users who have logged in
    std::int64_t disabled = 0;
};
UserCounts count_users(Transaction& tx);

// Free space on the disk of the data directory; 0 when there is none.
std::int64_t free_disk_bytes(const Transaction& tx);

}  // namespace roster
