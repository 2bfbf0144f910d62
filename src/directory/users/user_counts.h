// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "directory/transaction.h"

namespace roster {

// The accounts of the whole installation, counted.
struct UserCounts {
    std::int64_t users = 0;
    std::int64_t homes = 0;  // folders of accounts in the data directory
    std::int64_t seen = 0;   // have logged in
    std::int64_t disabled = 0;
};
UserCounts count_users(Transaction& tx);

// Room for files where the data directory is; 0 where there is none.
std::int64_t free_disk_bytes(const Transaction& tx);

}  // namespace roster
