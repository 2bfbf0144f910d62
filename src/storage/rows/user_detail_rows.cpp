// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/user_detail_rows.h"

#include <algorithm>

#include "storage/engine/many_rows.h"
#include "storage/rows/file_rows.h"

namespace roster::storage {

namespace {

constexpr std::string_view kShownApps[] = {"core", "files", "login", "settings"};

constexpr auto itself = [](const auto& name) { return std::tie(name); };

void add_kept(UserDetailRows& rows, const Row& row) {
    const std::string_view app = row.view(1);
    if (app.empty())
        rows.profile_json = row.text(3);
    else if (std::ranges::find(kShownApps, app) != std::end(kShownApps))
        rows.preferences.push_back({.app = row.text(1), .key = row.text(2), .value = row.text(3)});
}

}  // namespace

std::unordered_map<Uid, UserDetailRows> find_detail_rows(Connection& db, std::span<const Uid> uids,
                                                         bool with_homes) {
    std::unordered_map<Uid, UserDetailRows> found;
    visit_many<
        "SELECT userid, appid, configkey, configvalue FROM oc_preferences"
        // A range of the key: for a list of apps SQLite would build a table each time.
        " WHERE userid IN ([{exact}?|, ]) AND appid >= 'core' AND appid <= 'settings'"
        " UNION ALL SELECT uid, '', '', data FROM oc_accounts WHERE uid IN ([{exact}?|, ])">(
        db, uids, [&found](const Row& row) { add_kept(found[row.uid(0)], row); }, itself, itself);
    visit_many<
        "SELECT 0, gu.uid, gu.gid, {written:gu.gid} FROM oc_group_user gu"
        " JOIN oc_groups g ON g.gid = gu.gid WHERE gu.uid IN ([{exact}?|, ])"
        " UNION ALL SELECT 1, ga.uid, ga.gid, {written:ga.gid} FROM oc_group_admin ga"
        " JOIN oc_groups g ON g.gid = ga.gid WHERE ga.uid IN ([{exact}?|, ]) ORDER BY 4">(
        db, uids,
        [&found](const Row& row) {
            UserDetailRows& rows = found[row.uid(1)];
            (row.integer(0) == 0 ? rows.gids : rows.subadmin_gids).push_back(row.gid(2));
        },
        itself, itself);
    if (!with_homes) return found;
    for (const auto& [uid, home] : find_homes(db, uids)) {
        found[uid].has_home = true;
        found[uid].used_bytes = home.used_bytes;
    }
    return found;
}

DetailFacts find_detail_facts(Connection& db) {
    return db.remembered("facts of details", [&db] {
        DetailFacts facts;
        db.each(
            [&facts](const Row& row) {
                const std::string_view app = row.view(0), key = row.view(1);
                if (app.empty()) facts.has_homes = true;
                if (app == "files" && key == "default_quota") facts.default_quota = row.text(2);
                if (app == "files" && key == "allow_unlimited_quota")
                    facts.allow_unlimited_quota = row.text(2);
                if (app == "files" && key == "quota_preset") facts.quota_preset = row.text(2);
                if (app == "settings" && key == "profile_enabled_by_default")
                    facts.profile_enabled_by_default = row.text(2);
            },
            "SELECT appid, configkey, configvalue FROM oc_appconfig WHERE (appid = 'files'"
            " AND (configkey = 'default_quota' OR configkey = 'allow_unlimited_quota'"
            " OR configkey = 'quota_preset'))"
            " OR (appid = 'settings' AND configkey = 'profile_enabled_by_default')"
            " UNION ALL SELECT '', '', '' FROM (SELECT 1 FROM oc_storages LIMIT 1) homes");
        return facts;
    });
}

}  // namespace roster::storage
