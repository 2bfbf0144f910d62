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

// All that decides on changes of users, read once for any number of them.
struct Rules {
    Actor actor{};
    std::vector<Gid> administered_gids{};  // of the actor; empty for administrators
    bool protects_delegates = false;
    std::vector<Gid> delegated_gids{};  // only with protects_delegates

    // What users may change of their own.
    bool name_changes = true, email_changes = true;
    bool language_is_forced = false, locale_is_forced = false;

    std::map<Gid, Group, std::less<>> groups{};  // those of the gids asked about
    PasswordPolicy password_policy{};
    bool ends_sessions_at_password_change = false;
    double max_quota_bytes = -1;  // -1: no limit
    bool allows_unlimited_quota = true;
    ProfileRules profile{};
    ProfileDefaults profile_defaults{};  // only read for new users

    // For new users.
    std::string instance_id{};
    std::function<bool(const Uid& uid)> has_files = [](std::string_view) { return false; };
    bool generates_uids = false, requires_email = false, sends_welcome_mail = true;
    std::string instance_name{};
};

// Reads what decides on this change.
Rules load_rules(Transaction& tx, const UserChange& change);
// Only the rules for a uid, without database access.
Rules rules_for_uids(const Transaction& tx);
// The groups that a change names.
std::vector<Gid> named_gids(const UserChange& change);

// The permissions of access.h, from the rows that were read.
bool is_self(const Rules& rules, const UserState& user);
bool is_accessible(const Rules& rules, const UserState& user);
bool may_edit(const Rules& rules, const UserState& user);
bool is_beyond_subadmins(const Rules& rules, const UserState& user);
bool may_manage_members(const Rules& rules, const Gid& gid);

// The rules for a new uid. Refuses invalid_argument with the first rule that it breaks.
Result<Done> check_uid(const Rules& rules, const Uid& uid);
// Refuses invalid_argument for a blank password of a new user.
Result<Done> check_is_given(const Secret& password);
// Refuses invalid_argument for a password that is too long.
Result<Done> check_length(const Secret& password);
// Refuses password_policy.
Result<Done> check_policy(const Rules& rules, const Secret& password);
// Check the groups that a user is to join or to administer. Refuse group_not_found, admin_group and
// forbidden. check_groups() refuses invalid_argument for a new user without groups, whom its
// sub-admin could not see.
Result<Done> check_groups(const Rules& rules, std::span<const Gid> gids, bool is_new);
Result<Done> check_subadmin_groups(const Rules& rules, std::span<const Gid> gids);
// Refuses forbidden for a group that the caller does not administer.
Result<Done> check_is_managed(const Rules& rules, const Gid& gid, const char* field);
// Whether the user may be removed from the group. Refuses forbidden, own_user when callers would
// lock themselves out, and last_group when a sub-admin would lose access to the user.
Result<Done> check_leaves(const Rules& rules, const UserState& user, const Gid& gid);

}  // namespace roster
