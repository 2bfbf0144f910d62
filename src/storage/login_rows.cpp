// SPDX-License-Identifier: Apache-2.0
#include "storage/login_rows.h"

namespace roster::storage {

namespace {

void add_row(LoginRows& rows, const Row& row) {
    const std::string_view kind = row.view(0);
    if (kind == "preference")
        rows.preferences.push_back({.app = row.text(1), .key = row.text(2), .value = row.text(3)});
    else if (kind == "factor")
        rows.second_factors.states.push_back(
            {.provider = row.text(1), .enabled = row.view(3) == "on"});
    else if (kind == "app")
        rows.second_factors.apps.push_back({.app = row.text(1), .enabled = row.text(3)});
    else
        add_role(rows.roles, kind, row.view(1));
}

}  // namespace

std::optional<LoginRows> find_login_rows(Connection& db, std::string_view uid_lower) {
    LoginRows rows;
    bool found = false;
    // CROSS JOIN, as SQLite otherwise begins with the preferences of all users, or all
    // administrators.
    db.each(
        [&](const Row& row) {
            if (row.view(0) != "user") return add_row(rows, row);
            found = true;
            rows.user = {.uid = row.uid(1),
                         .stored_display_name = row.optional_text(2),
                         .password_hash = row.text(3)};
        },
        "SELECT 'user', uid, displayname, password FROM oc_users WHERE uid_lower = ?"
        " UNION ALL SELECT 'preference', p.appid, p.configkey, p.configvalue FROM oc_users u"
        " CROSS JOIN oc_preferences p WHERE p.userid = u.uid"
        " AND u.uid_lower = ? AND (p.appid = 'core' OR p.appid = 'login')"
        " UNION ALL SELECT 'factor', t.provider_id, '', CASE t.enabled WHEN 1 THEN 'on' ELSE '' END"
        " FROM oc_users u JOIN oc_twofactor_providers t ON t.uid = u.uid WHERE u.uid_lower = ?"
        " UNION ALL SELECT 'app', appid, '', configvalue FROM oc_appconfig"
        " WHERE configkey = 'enabled' AND (appid = 'twofactor_nextcloud_notification'"
        " OR appid = 'twofactor_totp' OR appid = 'twofactor_backupcodes')"
        " UNION ALL SELECT 'member', gu.gid, '', '' FROM oc_users u"
        " CROSS JOIN oc_group_user gu WHERE gu.uid = u.uid AND u.uid_lower = ? AND gu.gid = 'admin'"
        " UNION ALL SELECT 'subadmin', ga.gid, '', '' FROM oc_users u"
        " JOIN oc_group_admin ga ON ga.uid = u.uid JOIN oc_groups g ON g.gid = ga.gid"
        " WHERE u.uid_lower = ?"
        " UNION ALL SELECT 'delegated', ag.class, '', '' FROM oc_users u"
        " JOIN oc_group_user gu ON gu.uid = u.uid"
        " JOIN oc_authorized_groups ag ON ag.group_id = gu.gid WHERE u.uid_lower = ?",
        uid_lower, uid_lower, uid_lower, uid_lower, uid_lower, uid_lower);
    if (!found) return std::nullopt;
    return rows;
}

}  // namespace roster::storage
