// SPDX-License-Identifier: Apache-2.0
#include "directory/groups/access.h"

#include <algorithm>
#include <unordered_set>

#include "base/address.h"
#include "directory/groups/delegable_settings.h"
#include "directory/rows.h"
#include "model/group.h"
#include "storage/rows/delegation_rows.h"

namespace roster {

namespace {

// The setting allowed_admin_ranges; absent or empty allows every address.
bool may_administer_from(const Settings& settings, std::string_view address) {
    const std::vector<std::string> ranges = settings.texts("allowed_admin_ranges");
    if (ranges.empty()) return true;
    return std::any_of(ranges.begin(), ranges.end(), [address](const std::string& range) {
        return in_address_range(address, range);
    });
}

bool protects_delegates(const Transaction& tx) {
    return tx.settings->boolean("roster.protect_delegated_admins", false);
}

}  // namespace

bool is_beyond_subadmins(Transaction& tx, const User& target) {
    if (!protects_delegates(tx) || tx.actor.sees_everybody() || is_self(tx, target)) return false;
    return !storage::find_role_rows(rows_of(tx), target.uid, kAdminGroup).delegated_classes.empty();
}

void find_roles(Transaction& tx, Actor& actor) {
    set_roles(tx, actor, storage::find_role_rows(rows_of(tx), actor.uid, kAdminGroup));
}

void set_roles(const Transaction& tx, Actor& actor, const storage::RoleRows& rows) {
    const bool right_address = may_administer_from(*tx.settings, tx.remote_address);
    actor.in_admin_group = rows.in_group;
    actor.admin = actor.in_admin_group && right_address;
    for (const std::string& settings_class : rows.delegated_classes) {
        actor.delegated_users |= settings_class == kUsersSettings;
        actor.delegated_sharing |= settings_class == kSharingSettings;
    }
    if (!right_address && (actor.delegated_users || actor.delegated_sharing)) {
        actor.delegated_outside = true;
        actor.delegated_users = actor.delegated_sharing = false;
    }
    actor.subadmin = rows.subadmin;
}

bool is_self(const Transaction& tx, const User& target) {
    return !tx.actor.on_command_line() && tx.actor.uid == target.uid;
}

bool is_accessible(Transaction& tx, const User& target) {
    if (is_self(tx, target)) return true;
    if (!tx.actor.administers_somebody()) return false;
    if (storage::is_member(rows_of(tx), kAdminGroup, target.uid)) return false;
    return storage::shares_administered_group(rows_of(tx), tx.actor.uid, target.uid);
}

bool may_see(Transaction& tx, const User& target) {
    return tx.actor.sees_everybody() || is_accessible(tx, target);
}

std::vector<bool> may_see(Transaction& tx, std::span<const User> targets) {
    if (tx.actor.sees_everybody()) return std::vector<bool>(targets.size(), true);
    std::unordered_set<Uid> shared;
    if (tx.actor.administers_somebody()) {
        std::vector<Uid> uids;
        for (const User& target : targets)
            uids.push_back(target.uid);
        shared = storage::uids_administered_by(rows_of(tx), tx.actor.uid, uids);
    }
    std::vector<bool> visible;
    for (const User& target : targets)
        visible.push_back(is_self(tx, target) || shared.contains(target.uid));
    return visible;
}

bool may_edit(Transaction& tx, const User& target) {
    if (tx.actor.admin) return true;
    if (tx.actor.delegated_users && !storage::is_member(rows_of(tx), kAdminGroup, target.uid))
        return true;
    return is_accessible(tx, target) && !is_beyond_subadmins(tx, target);
}

bool may_manage_members(Transaction& tx, const Gid& gid) {
    if (tx.actor.admin) return true;
    if (tx.actor.delegated_users && gid != kAdminGroup) return true;
    if (protects_delegates(tx) && storage::is_delegated(rows_of(tx), gid)) return false;
    return storage::is_subadmin(rows_of(tx), gid, tx.actor.uid);
}

}  // namespace roster
