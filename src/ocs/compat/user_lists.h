// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json/value.h"
#include "directory/transaction.h"
#include "model/error.h"
#include "model/group.h"
#include "model/query.h"
#include "service/call.h"

namespace roster::ocs {

// Nextcloud's lists, with what is its own about their parts and their order (contract: users,
// section 7; groups, section 5).

// What a caller asks of a list.
struct ListPage {
    std::string search{};
    std::optional<std::int64_t> limit{};
    std::int64_t offset = 0;
};
// Out of `search`, `limit` and `offset`.
Result<ListPage> read_page(const Call& call);

// The accounts that the caller may see. For administrators a page in the order of display names,
// sorted by uid. For sub-admins a page of each of their groups, one after another; a search without
// limit finds nothing. Refuses an offset below 0 where Nextcloud fails on it.
Result<std::vector<Uid>> list_users(Transaction& tx, const ListPage& page);
// The same as the plain list of uids shows it: a uid that is a whole number as that number, and
// for sub-admins, to whom Nextcloud counts such accounts instead of naming them, as its count.
Result<std::vector<Value>> list_user_keys(Transaction& tx, const ListPage& page);

// Disabled accounts. Refuses a limit or offset below 0.
Result<std::vector<Uid>> list_disabled_users(Transaction& tx, const ListPage& page);
// Accounts by their last login, the latest first: 25 of them unless a limit says otherwise, and at
// most 100. Refuses a limit or offset below 0.
Result<std::vector<Uid>> list_recent_users(Transaction& tx, const ListPage& page);

// Members of a group by uid, with gids whose accounts are gone. Refuses forbidden unless the caller
// administers the group, and an offset below 0.
Result<std::vector<Uid>> list_members(Transaction& tx, const Group& group, const ListPage& page);
// The part of a list of groups: only a positive limit or offset counts.
GroupQuery to_query(const ListPage& page);

}  // namespace roster::ocs
