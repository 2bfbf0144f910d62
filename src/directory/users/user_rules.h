// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "directory/passwords/password_policy.h"
#include "directory/profiles/profile_rules.h"
#include "directory/transaction.h"
#include "directory/users/user_state.h"
#include "model/actor.h"
#include "model/change.h"
#include "model/error.h"
#include "model/group.h"

namespace roster {

// What decides on changes of users, looked up once for any number of them.
struct Rules {
    Actor actor{};
    std::vector<Gid> administered_gids{};  // by the actor; empty for administrators
    bool protects_delegates = false;
    std::vector<Gid> delegated_gids{};  // where they are protected

    // What people may change of their own account.
    bool name_changes = true, email_changes = true;
    bool language_is_forced = false, locale_is_forced = false;

    std::map<Gid, Group, std::less<>> groups{};  // those of the gids asked about
    PasswordPolicy password_policy{};
    bool ends_sessions_at_password_change = false;
    double max_quota_bytes = -1;  // -1: no limit
    bool allows_unlimited_quota = true;
    ProfileRules profile{};
    ProfileDefaults profile_defaults{};  // only looked up for new users

    // Of new users.
    std::string instance_id{};
    std::function<bool(const Uid& uid)> has_files = [](std::string_view) { return false; };
    bool generates_uids = false, requires_email = false, sends_welcome_mail = true;
    std::string instance_name{};
};

// What such a change is decided by.
Rules load_rules(Transaction& tx, const UserChange& change);
// What the rules for a uid are made of; asks no database.
Rules rules_for_uids(const Transaction& tx);
// The groups that a change names.
std::vector<Gid> named_gids(const UserChange& change);

// The rights of access.h, out of what was looked up.
bool is_self(const Rules& rules, const UserState& user);
bool is_accessible(const Rules& rules, const UserState& user);
bool may_edit(const Rules& rules, const UserState& user);
bool is_beyond_subadmins(const Rules& rules, const UserState& user);
bool may_manage_members(const Rules& rules, const Gid& gid);

// The rules for the uid of a new user. Refuses invalid_argument with the first that it breaks.
Result<Done> check_uid(const Rules& rules, const Uid& uid);
// Refuses invalid_argument for a password of a new user that is blank.
Result<Done> check_is_given(const Secret& password);
// Refuses invalid_argument for one that is too long to be any.
Result<Done> check_length(const Secret& password);
// Refuses password_policy.
Result<Done> check_policy(const Rules& rules, const Secret& password);
// What a user may be put into, and made sub-admin of. Refuse group_not_found, admin_group,
// forbidden; the first also a new user in no group, whom its sub-admin could not see.
Result<Done> check_groups(const Rules& rules, std::span<const Gid> gids, bool is_new);
Result<Done> check_subadmin_groups(const Rules& rules, std::span<const Gid> gids);
// Refuses forbidden for a group that the caller does not administer.
Result<Done> check_is_managed(const Rules& rules, const Gid& gid, const char* field);
// Whether the user may be taken out of the group. Refuses forbidden, own_user where callers would
// lock themselves out, and last_group where a sub-admin would lose the user.
Result<Done> check_leaves(const Rules& rules, const UserState& user, const Gid& gid);

}  // namespace roster
