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

// Fills in what this account may be: administrator, delegated administrator, sub-admin.
void find_roles(Transaction& tx, Actor& actor);
// The same for who has looked already.
void set_roles(const Transaction& tx, Actor& actor, const storage::RoleRows& rows);

// Sub-admins and the account itself; for others never an administrator (contract: accessible).
bool is_accessible(Transaction& tx, const User& target);
// May read this account's data beyond what everybody may.
bool may_see(Transaction& tx, const User& target);
// The same of many, each in its place.
std::vector<bool> may_see(Transaction& tx, std::span<const User> targets);
// May change this account (contract: rights).
bool may_edit(Transaction& tx, const User& target);
// A delegated administrator, whom with roster.protect_delegated_admins no sub-admin may change or
// put into a group. False for callers who are more than a sub-admin.
bool is_beyond_subadmins(Transaction& tx, const User& target);
// May put accounts into this group or take them out.
bool may_manage_members(Transaction& tx, const Gid& gid);
bool is_self(const Transaction& tx, const User& target);

}  // namespace roster
