// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/delegation_rows.h"

namespace roster::storage {

std::vector<std::pair<std::string, Gid>> delegations(Connection& db) {
    return db.all([](const Row& row) { return std::pair(row.text(0), row.gid(1)); },
                  "SELECT class, group_id FROM oc_authorized_groups ORDER BY class, id");
}

bool is_delegated(Connection& db, std::string_view gid) {
    return db.exists("SELECT 1 FROM oc_authorized_groups WHERE group_id = ?", gid);
}

bool has_delegations(Connection& db, std::string_view settings_class) {
    return db.exists("SELECT 1 FROM oc_authorized_groups WHERE class = ?", settings_class);
}

bool insert_delegation(Connection& db, std::string_view settings_class, std::string_view gid) {
    if (db.exists("SELECT 1 FROM oc_authorized_groups WHERE class = ? AND group_id = ?",
                  settings_class, gid))
        return false;
    db.change("INSERT INTO oc_authorized_groups (group_id, class) VALUES (?, ?)", gid,
              settings_class);
    return true;
}

bool delete_delegation(Connection& db, std::string_view settings_class, std::string_view gid) {
    return db.change("DELETE FROM oc_authorized_groups WHERE class = ? AND group_id = ?",
                     settings_class, gid) > 0;
}

}  // namespace roster::storage
