// SPDX-License-Identifier: Apache-2.0
#include "storage/logins/session_rows.h"

namespace roster::storage {

std::optional<SessionRow> find_session(Connection& db, std::string_view id_hash) {
    return db.one(
        [](const Row& row) { return SessionRow{.data = row.text(0), .expires = row.integer(1)}; },
        "SELECT data, expires FROM roster_sessions WHERE id_hash = ?", id_hash);
}

void set_session(Connection& db, std::string_view id_hash, std::string_view uid,
                 const SessionRow& row) {
    if (db.change("UPDATE roster_sessions SET uid = ?, data = ?, expires = ? WHERE id_hash = ?",
                  uid, row.data, row.expires, id_hash) > 0)
        return;
    db.change("INSERT INTO roster_sessions (id_hash, uid, data, expires) VALUES (?, ?, ?, ?)",
              id_hash, uid, row.data, row.expires);
}

void delete_session(Connection& db, std::string_view id_hash) {
    db.change("DELETE FROM roster_sessions WHERE id_hash = ?", id_hash);
}

void delete_sessions_until(Connection& db, std::int64_t now) {
    db.change("DELETE FROM roster_sessions WHERE expires <= ?", now);
}

}  // namespace roster::storage
