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

// Questions for many users, by those who may ask them.

// The uids that a query asks for. Refuses forbidden unless the caller sees everybody.
Result<std::vector<Uid>> find_uids(Transaction& tx, const UserQuery& query);
// The same asked of each group that the caller administers, in the order of these groups.
std::vector<std::vector<Uid>> find_uids_by_group(Transaction& tx, UserQuery query);
// The same asked of one group. Refuses forbidden unless the caller administers it.
Result<std::vector<Uid>> find_uids_in(Transaction& tx, const Group& group, UserQuery query);
// In the order in which Nextcloud shows uids: whatever the case of ASCII letters.
void sort_uids(std::vector<Uid>& uids);

// The accounts with these uids, in their order, without those that are gone. Who of them the caller
// may see is still to be asked.
std::vector<User> find_users(Transaction& tx, std::span<const Uid> uids);

}  // namespace roster
