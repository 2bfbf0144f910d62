// SPDX-License-Identifier: Apache-2.0
#include "storage/claim_rows.h"

#include <chrono>

namespace roster::storage {

bool claim_user(Connection& db, std::string_view uid_lower) {
    if (db.dialect().one_writer) return false;
    const std::int64_t now_us = std::chrono::duration_cast<std::chrono::microseconds>(
                                    std::chrono::system_clock::now().time_since_epoch())
                                    .count();
    // An update that changes nothing would not be told to the other nodes of a cluster.
    if (db.change("UPDATE roster_users SET changed = CASE WHEN changed < ? THEN ?"
                  " ELSE changed + 1 END WHERE uid_lower = ?",
                  now_us, now_us, uid_lower) == 0)
        db.change("INSERT INTO roster_users (uid_lower, changed) VALUES (?, ?)", uid_lower, now_us);
    return true;
}

void hold_group(Connection& db, std::string_view gid) {
    if (db.dialect().one_writer) return;
    if (!db.exists("SELECT 1 FROM oc_groups WHERE gid = ?{share}", gid))
        throw Conflict("a group was deleted while a member was added");
}

void delete_claim(Connection& db, std::string_view uid_lower) {
    if (!db.dialect().one_writer)
        db.change("DELETE FROM roster_users WHERE uid_lower = ?", uid_lower);
}

}  // namespace roster::storage
