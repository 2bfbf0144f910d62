// SPDX-License-Identifier: Apache-2.0
#include "storage/profile_rows.h"

namespace roster::storage {

std::optional<std::string> find_account_json(Connection& db, std::string_view uid) {
    return db.text("SELECT data FROM oc_accounts WHERE uid = ?", uid);
}

void replace_account(Connection& db, std::string_view uid, std::string_view json,
                     const std::vector<std::pair<std::string, std::string>>& rows) {
    if (db.change("UPDATE oc_accounts SET data = ? WHERE uid = ?", json, uid) == 0)
        db.change("INSERT INTO oc_accounts (uid, data) VALUES (?, ?)", uid, json);
    db.change("DELETE FROM oc_accounts_data WHERE uid = ?", uid);
    for (const auto& [name, value] : rows)
        db.change("INSERT INTO oc_accounts_data (uid, name, value) VALUES (?, ?, ?)", uid, name,
                  value);
}

void delete_account(Connection& db, std::string_view uid) {
    db.change("DELETE FROM oc_accounts WHERE uid = ?", uid);
    db.change("DELETE FROM oc_accounts_data WHERE uid = ?", uid);
}

std::int64_t delete_known_user(Connection& db, std::string_view known_user) {
    return db.change("DELETE FROM oc_known_users WHERE known_user = ?", known_user);
}

std::vector<std::string> uids_with_account_value(Connection& db, std::string_view name,
                                                 std::string_view value) {
    return db.texts("SELECT uid FROM oc_accounts_data WHERE name = ? AND value = ? ORDER BY id",
                    name, value);
}

}  // namespace roster::storage
