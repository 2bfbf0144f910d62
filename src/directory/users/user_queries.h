// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"
#include "model/group.h"
#include "model/query.h"
#include "model/user.h"

namespace roster {

// Queries over many users, with a check of permissions.

// The uids that a query finds. Refuses forbidden unless the caller may see everybody.
Result<std::vector<Uid>> find_uids(Transaction& tx, const UserQuery& query);
// The same for each group that the caller administers, in the order of these groups.
std::vector<std::vector<Uid>> find_uids_by_group(Transaction& tx, UserQuery query);
// The same for one group. Refuses forbidden unless the caller administers it.
Result<std::vector<Uid>> find_uids_in(Transaction& tx, const Group& group, UserQuery query);
// Sorts as Nextcloud does: ignoring the case of ASCII letters.
void sort_uids(std::vector<Uid>& uids);

// The users with these uids, in their order; missing ones are left out. Does not check what the
// caller may see.
std::vector<User> find_users(Transaction& tx, std::span<const Uid> uids);

}  // namespace roster
