// SPDX-License-Identifier: Apache-2.0
#include "storage/logins/two_factor_rows.h"

namespace roster::storage {

std::vector<TwoFactorState> two_factor_states(Connection& db, std::string_view uid) {
    return db.all(
        [](const Row& row) {
            return TwoFactorState{.provider = row.text(0), .enabled = row.integer(1) != 0};
        },
        "SELECT provider_id, enabled FROM oc_twofactor_providers WHERE uid = ?", uid);
}

void set_two_factor_state(Connection& db, std::string_view uid, std::string_view provider,
                          bool enabled) {
    const std::int64_t value = enabled ? 1 : 0;
    if (db.change("UPDATE oc_twofactor_providers SET enabled = ?"
                  " WHERE provider_id = ? AND uid = ?",
                  value, provider, uid) > 0)
        return;
    db.change("INSERT INTO oc_twofactor_providers (provider_id, uid, enabled) VALUES (?, ?, ?)",
              provider, uid, value);
}

bool has_backup_codes(Connection& db, std::string_view uid) {
    return db.exists("SELECT 1 FROM oc_twofactor_backupcodes WHERE user_id = ?", uid);
}

void delete_backup_codes(Connection& db, std::string_view uid) {
    db.change("DELETE FROM oc_twofactor_backupcodes WHERE user_id = ?", uid);
}

}  // namespace roster::storage
