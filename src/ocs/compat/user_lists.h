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

// Nextcloud's lists, with its own rules for windows and order (contract: users, section 7; groups,
// section 5).

// The requested part of a list.
struct ListPage {
    std::string search{};
    std::optional<std::int64_t> limit{};
    std::int64_t offset = 0;
};
// Reads `search`, `limit` and `offset`.
Result<ListPage> read_page(const Call& call);

// The users that the actor may see. For administrators, one page in the order of display names,
// sorted by uid. For sub-admins, a page of each of their groups, one after another; a search
// without limit finds nothing. Refuses an offset below 0 where Nextcloud fails on it.
Result<std::vector<Uid>> list_users(Transaction& tx, const ListPage& page);
// The same for the plain list of uids: a uid that is a whole number becomes that number; for
// sub-admins, Nextcloud shows such users as a count instead.
Result<std::vector<Value>> list_user_keys(Transaction& tx, const ListPage& page);

// Disabled users. Refuses a limit or offset below 0.
Result<std::vector<Uid>> list_disabled_users(Transaction& tx, const ListPage& page);
// Users by their last login, the latest first: 25 by default, and at most 100. Refuses a limit or
// offset below 0.
Result<std::vector<Uid>> list_recent_users(Transaction& tx, const ListPage& page);

// Members of a group by uid, including the uids of deleted users. Refuses forbidden unless the
// actor administers the group, and an offset below 0.
Result<std::vector<Uid>> list_members(Transaction& tx, const Group& group, const ListPage& page);
// The query for a list of groups: only a positive limit or offset counts.
GroupQuery to_query(const ListPage& page);

}  // namespace roster::ocs
