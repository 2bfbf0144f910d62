// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"
#include "model/group.h"
#include "model/query.h"
#include "model/user.h"
#include "storage/rows/group_rows.h"

namespace roster {

using storage::GroupDetails;

// The group with exactly this gid. Refuses group_not_found with `message`, also for a group without
// a display name.
Result<Group> find_group(Transaction& tx, std::string_view id, std::string message = "");
// The window of a query over gids and display names, by gid.
std::vector<Gid> list_gids(Transaction& tx, const GroupQuery& query);
std::vector<GroupDetails> list_group_details(Transaction& tx, const GroupQuery& query);

// A name of more than 64 characters becomes the display name, and the gid is derived from it. A
// blank display name is replaced by the name. Refuses a name that is empty, `0`, taken, or longer
// than 255.
Result<Group> create_group(Transaction& tx, const std::string& name, std::string_view display_name);
// Refuses invalid_argument when the trimmed name is empty.
Result<Done> rename_group(Transaction& tx, const Group& group, std::string_view display_name);
// Deletes the group with everything that refers to it. Refuses admin_group.
Result<Done> delete_group(Transaction& tx, const Group& group);

// Whether the caller may see the members of a group and their details.
bool administers(Transaction& tx, const Group& group);
// Passes the members of a group to `visit`, by uid, without holding all of them in memory. Refuses
// forbidden unless the caller administers the group or is a member.
Result<Done> visit_members(Transaction& tx, const Group& group,
                           const std::function<void(std::string_view)>& visit);
// The sub-admins of the group who exist as users, in the engine's order.
std::vector<Uid> list_subadmins(Transaction& tx, const Group& group);

// The groups of a user that the caller may see: all of them for the user and for administrators,
// for a sub-admin the administered ones. Refuses forbidden.
Result<std::vector<Gid>> list_gids_of(Transaction& tx, const User& user);
// The groups that a user is sub-admin of. Refuses forbidden unless the caller is this user or an
// administrator.
Result<std::vector<Gid>> list_subadmin_gids_of(Transaction& tx, const User& user);
// Of those of these groups that exist, in the order of `gids`.
std::vector<GroupDetails> details_of(Transaction& tx, const std::vector<Gid>& gids);
// Groups with those members that exist as users, by uid.
struct GroupWithMembers {
    Group group{};
    std::vector<Uid> uids{};
};
// The window of a query, by gid.
std::vector<GroupWithMembers> list_groups_with_members(Transaction& tx, const GroupQuery& query);

// Does nothing for a member. Refuses forbidden.
Result<Done> add_member(Transaction& tx, const Group& group, const User& user);
// The same without checking permissions.
void join_group(Transaction& tx, const Uid& uid, const Gid& gid);
void make_subadmin(Transaction& tx, const Uid& uid, const Gid& gid);
// Writes the line of audit.log for a membership that has ended.
void note_left_group(Transaction& tx, const Uid& uid, const Gid& gid);
// Does nothing for a non-member. Refuses forbidden, own_user when callers would lock themselves
// out, and last_group when a sub-admin would lose access to the user.
Result<Done> remove_member(Transaction& tx, const Group& group, const User& user);

// Does nothing for a sub-admin of the group. Refuses admin_group.
Result<Done> add_subadmin(Transaction& tx, const Group& group, const User& user);
// Refuses not_subadmin.
Result<Done> remove_subadmin(Transaction& tx, const Group& group, const User& user);

}  // namespace roster
