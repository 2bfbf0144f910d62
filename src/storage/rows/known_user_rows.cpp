// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/known_user_rows.h"

namespace roster::storage {

std::unordered_set<Uid> users_known_to(Connection& db, std::string_view uid) {
    std::unordered_set<Uid> known;
    db.each([&known](const Row& row) { known.insert(row.uid(0)); },
            "SELECT known_user FROM oc_known_users WHERE known_to = ?", uid);
    return known;
}

bool knows_user(Connection& db, std::string_view uid, std::string_view known_uid) {
    return db.exists("SELECT 1 FROM oc_known_users WHERE known_to = ? AND known_user = ?", uid,
                     known_uid);
}

void insert_known_user(Connection& db, std::string_view known_to, std::string_view known_user) {
    db.change("INSERT INTO oc_known_users (known_to, known_user) VALUES (?, ?)", known_to,
              known_user);
}

void delete_users_known_to(Connection& db, std::string_view known_to) {
    db.change("DELETE FROM oc_known_users WHERE known_to = ?", known_to);
}

}  // namespace roster::storage
