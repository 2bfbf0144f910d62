// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_counts.h"

#include <filesystem>

#include "directory/rows.h"
#include "directory/users/users.h"
#include "storage/rows/user_queries.h"

namespace roster {

namespace {

namespace fs = std::filesystem;

// A home is a folder that contains a folder `files`; Roster's own folders do not.
std::int64_t count_homes(const Transaction& tx) {
    std::error_code error;
    std::int64_t count = 0;
    for (fs::directory_iterator entry(data_dir_of(tx), error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code unreadable;
        count += fs::is_directory(entry->path() / "files", unreadable) ? 1 : 0;
    }
    return count;
}

}  // namespace

UserCounts count_users(Transaction& tx) {
    return {
        .users = storage::count_uids(rows_of(tx), {}),
        .homes = count_homes(tx),
        .seen = storage::count_uids(rows_of(tx), {.filter = {UserTerm::seen()}, .with_gone = true}),
        .disabled = storage::count_uids(rows_of(tx), {.filter = {UserTerm::disabled()}})};
}

std::int64_t free_disk_bytes(const Transaction& tx) {
    std::error_code error;
    const fs::space_info space = fs::space(data_dir_of(tx), error);
    return error ? 0 : static_cast<std::int64_t>(space.available);
}

}  // namespace roster
