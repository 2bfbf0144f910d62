// SPDX-License-Identifier: Apache-2.0
#include "directory/readiness.h"

#include "directory/rows.h"
#include "storage/logins/session_rows.h"

namespace roster {

void try_to_write(Transaction& tx) {
    constexpr std::int64_t kGoodForSeconds = 5;
    constexpr const char* kRow = "readiness";  // no session has this id
    const std::int64_t since = tx.now - tx.installation.written_at;
    // The result does not matter: this checks that reading works, too.
    storage::find_session(rows_of(tx), kRow);
    if (since >= 0 && since < kGoodForSeconds) return;
    storage::set_session(rows_of(tx), kRow, "", {.data = "{}", .expires = 0});
    storage::delete_session(rows_of(tx), kRow);
    tx.after_commit([&house = tx.installation, now = tx.now] { house.written_at = now; });
}

}  // namespace roster
