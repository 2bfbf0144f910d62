// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/actor.h"
#include "model/user.h"
#include "storage/rows/group_rows.h"

namespace roster {

// Sets the actor's roles: administrator, delegated administrator, sub-admin.
void find_roles(Transaction& tx, Actor& actor);
// The same when the rows are known.
void set_roles(const Transaction& tx, Actor& actor, const storage::RoleRows& rows);

// Whether the caller is this user, or a sub-admin of one of its groups while the user is no
// administrator (contract: accessible).
bool is_accessible(Transaction& tx, const User& target);
// Whether the caller may read more of this user than everybody may.
bool may_see(Transaction& tx, const User& target);
// The same for many users, in their order.
std::vector<bool> may_see(Transaction& tx, std::span<const User> targets);
// Whether the caller may change this user (contract: rights).
bool may_edit(Transaction& tx, const User& target);
// Whether this is a delegated administrator whom, with roster.protect_delegated_admins, no
// sub-admin may change or add to a group. False for callers who are more than a sub-admin.
bool is_beyond_subadmins(Transaction& tx, const User& target);
// Whether the caller may add users to this group and remove them.
bool may_manage_members(Transaction& tx, const Gid& gid);
// Whether the user is the caller.
bool is_self(const Transaction& tx, const User& target);

}  // namespace roster
