// SPDX-License-Identifier: Apache-2.0
#include "directory/groups/delegations.h"

#include <algorithm>
#include <cstring>
#include <map>

#include "directory/audit.h"
#include "directory/config/apps.h"
#include "directory/groups/delegable_settings.h"
#include "directory/groups/groups.h"
#include "directory/rows.h"
#include "storage/rows/delegation_rows.h"
#include "storage/rows/group_rows.h"

namespace roster {

namespace {

// Settings of a disabled app are unknown to Nextcloud, too.
bool can_be_delegated(Transaction& tx, std::string_view class_name) {
    const DelegableSettings* const settings = find_delegable_settings(class_name);
    if (settings && is_app_enabled(tx, settings->app)) return true;
    return storage::has_delegations(rows_of(tx), class_name);
}

void sort_naturally(std::vector<Gid>& gids) {
    std::ranges::sort(gids, [](const Gid& one, const Gid& other) {
        return strverscmp(one.text().c_str(), other.text().c_str()) < 0;
    });
}

}  // namespace

std::vector<Delegation> list_delegations(Transaction& tx) {
    std::vector<Delegation> delegations;
    for (auto& [settings_class, gid] : storage::delegations(rows_of(tx)))
        delegations.push_back({std::move(settings_class), std::move(gid)});
    return delegations;
}

std::vector<DelegatedSettings> list_delegated_settings(Transaction& tx) {
    std::map<std::string, std::vector<Gid>> gids_of;
    for (auto& [class_name, gid] : storage::delegations(rows_of(tx)))
        if (storage::find_group(rows_of(tx), gid)) gids_of[class_name].push_back(std::move(gid));
    for (auto& [class_name, gids] : gids_of)
        sort_naturally(gids);
    std::vector<DelegatedSettings> list;
    for (const DelegableSettings& settings : all_delegable_settings()) {
        if (!is_app_enabled(tx, settings.app)) continue;
        auto delegated = gids_of.extract(std::string(settings.class_name));
        list.push_back({.section = std::string(settings.section),
                        .name = std::string(settings.name),
                        .class_name = std::string(settings.class_name),
                        .gids = delegated ? std::move(delegated.mapped()) : std::vector<Gid>{}});
    }
    for (auto& [class_name, gids] : gids_of)
        list.push_back({.class_name = class_name, .gids = std::move(gids)});
    return list;
}

Result<Done> add_delegation(Transaction& tx, const Delegation& delegation) {
    if (!can_be_delegated(tx, delegation.settings_class))
        return refuse(Errc::invalid_argument,
                      "The specified class isn't a valid delegated setting.", "class");
    TRY(find_group(tx, delegation.gid, "The specified group didn't exist."));
    if (!storage::insert_delegation(rows_of(tx), delegation.settings_class, delegation.gid))
        return refuse(Errc::group_exists,
                      "The specified group is already an administrator of this page.", "gid");
    record_event(tx, {.kind = EventKind::delegation_create,
                      .subject = delegation.gid.text(),
                      .fields = {{.field = delegation.settings_class}}});
    return Done{};
}

void remove_delegation(Transaction& tx, const Delegation& delegation) {
    if (storage::delete_delegation(rows_of(tx), delegation.settings_class, delegation.gid))
        record_event(tx, {.kind = EventKind::delegation_delete,
                          .subject = delegation.gid.text(),
                          .fields = {{.field = delegation.settings_class}}});
}

}  // namespace roster
