// SPDX-License-Identifier: Apache-2.0
#include "storage/logins/login_rows.h"

#include "base/text.h"

namespace roster::storage {

namespace {

// Adds a group that gives a role: the group `admin`, or one with the delegation `delegated`.
void add_group(RoleRows& roles, std::string_view gid, std::string_view delegated) {
    if (gid == "admin") add_role(roles, "member", gid);
    if (!delegated.empty()) add_role(roles, "delegated", delegated);
}

void add_row(LoginRows& rows, const Row& row) {
    const std::string_view kind = row.view(0);
    if (kind == "preference")
        rows.preferences.push_back({.app = row.text(1), .key = row.text(2), .value = row.text(3)});
    else if (kind == "factor")
        rows.second_factors.states.push_back(
            {.provider = row.text(1), .enabled = row.view(3) == "on"});
    else if (kind == "app")
        rows.second_factors.apps.push_back({.app = row.text(1), .enabled = row.text(3)});
    else if (kind == "group")
        add_group(rows.roles, row.view(1), row.view(2));
    else
        add_role(rows.roles, kind, row.view(1));
}

// The user with this name, and the other rows of a user with exactly this uid.
std::optional<LoginRows> read_rows(Connection& db, std::string_view name) {
    LoginRows rows;
    bool found = false;
    // A range instead of a list of values: for a list SQLite would build a table each time. So a
    // few more apps may be among the second factors.
    db.each(
        [&](const Row& row) {
            if (row.view(0) != "user") return add_row(rows, row);
            // Of users whose uids differ only in letter case, the one that equals `name`, or the
            // first.
            if (found && row.view(1) != name) return;
            found = true;
            rows.user = {.uid = row.uid(1),
                         .stored_display_name = row.optional_text(2),
                         .password_hash = row.text(3)};
        },
        "SELECT 'user', uid, displayname, password FROM oc_users WHERE uid_lower = ?"
        " UNION ALL SELECT 'preference', appid, configkey, configvalue FROM oc_preferences"
        " WHERE userid = ? AND appid >= 'core' AND appid <= 'login'"
        " AND (configkey = 'enabled' OR configkey = 'firstLogin' OR configkey = 'lastLogin')"
        " UNION ALL SELECT 'factor', provider_id, '', CASE enabled WHEN 1 THEN 'on' ELSE '' END"
        " FROM oc_twofactor_providers WHERE uid = ?"
        " UNION ALL SELECT 'app', appid, '', configvalue FROM oc_appconfig"
        " WHERE configkey = 'enabled' AND appid >= 'twofactor_backupcodes'"
        " AND appid <= 'twofactor_totp'"
        " UNION ALL SELECT 'subadmin', ga.gid, '', '' FROM oc_group_admin ga"
        " JOIN oc_groups g ON g.gid = ga.gid WHERE ga.uid = ?"
        " UNION ALL SELECT 'group', gu.gid, COALESCE(ag.class, ''), '' FROM oc_group_user gu"
        " LEFT JOIN oc_authorized_groups ag ON ag.group_id = gu.gid"
        " WHERE gu.uid = ? AND (gu.gid = 'admin' OR ag.class IS NOT NULL)",
        to_lower(name), name, name, name, name);
    if (!found) return std::nullopt;
    return rows;
}

}  // namespace

std::optional<LoginRows> find_login_rows(Connection& db, std::string_view name) {
    std::optional<LoginRows> rows = read_rows(db, name);
    if (rows && rows->user.uid != name) rows = read_rows(db, std::string(rows->user.uid));
    return rows;
}

}  // namespace roster::storage
