// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_queries.h"

#include <strings.h>

#include <algorithm>
#include <optional>

#include "directory/groups/groups.h"
#include "directory/rows.h"
#include "directory/users/users.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/user_queries.h"

namespace roster {

Result<std::vector<Uid>> find_uids(Transaction& tx, const UserQuery& query) {
    if (!tx.actor.sees_everybody()) return refuse(Errc::forbidden);
    return storage::find_uids(rows_of(tx), query);
}

std::vector<std::vector<Uid>> find_uids_by_group(Transaction& tx, UserQuery query) {
    std::vector<std::vector<Uid>> uids;
    query.filter.push_back(UserTerm::in_group({}));
    for (Gid& gid : storage::gids_of_subadmin(rows_of(tx), tx.actor.uid)) {
        query.filter.back() = UserTerm::in_group(std::move(gid));
        uids.push_back(storage::find_uids(rows_of(tx), query));
    }
    return uids;
}

Result<std::vector<Uid>> find_uids_in(Transaction& tx, const Group& group, UserQuery query) {
    if (!administers(tx, group))
        return refuse(Errc::forbidden, "The requested group could not be found", "groupid");
    query.filter.push_back(UserTerm::in_group(group.gid));
    return storage::find_uids(rows_of(tx), query);
}

void sort_uids(std::vector<Uid>& uids) {
    std::ranges::sort(uids, [](const Uid& a, const Uid& b) {
        return strcasecmp(a.text().c_str(), b.text().c_str()) < 0;
    });
}

std::vector<User> find_users(Transaction& tx, std::span<const Uid> uids) {
    std::vector<User> users;
    for (std::optional<User>& user : users_with_uids(tx, uids))
        if (user) users.push_back(*std::move(user));
    return users;
}

}  // namespace roster
