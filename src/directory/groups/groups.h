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

// The group whose gid is exactly this; one without display name counts as missing. Refuses
// group_not_found with `message`.
Result<Group> find_group(Transaction& tx, std::string_view id, std::string message = "");
std::vector<Gid> list_gids(Transaction& tx, const GroupQuery& query);
std::vector<GroupDetails> list_group_details(Transaction& tx, const GroupQuery& query);

// A name of more than 64 characters becomes the display name of a gid made from it. A display name
// that is blank is the name. Refuses a name that is empty, `0`, taken, or longer than 255.
Result<Group> create_group(Transaction& tx, const std::string& name, std::string_view display_name);
// Refuses invalid_argument when nothing is left of the trimmed name.
Result<Done> rename_group(Transaction& tx, const Group& group, std::string_view display_name);
// With everything that refers to it. Refuses admin_group.
Result<Done> delete_group(Transaction& tx, const Group& group);

// Whether the caller sees who is in a group, and what they are.
bool administers(Transaction& tx, const Group& group);
// Passes on the accounts of a group, by uid, without ever holding all of them. Refuses forbidden
// unless the caller administers it or is in it.
Result<Done> visit_members(Transaction& tx, const Group& group,
                           const std::function<void(std::string_view)>& visit);
std::vector<Uid> list_subadmins(Transaction& tx, const Group& group);

// The groups of an account that the caller may know of: all of them for the account itself and for
// administrators, for a sub-admin those that he administers. Refuses forbidden.
Result<std::vector<Gid>> list_gids_of(Transaction& tx, const User& user);
// The groups that an account administers. Refuses forbidden unless it is the caller or the caller
// is an administrator.
Result<std::vector<Gid>> list_subadmin_gids_of(Transaction& tx, const User& user);
std::vector<GroupDetails> details_of(Transaction& tx, const std::vector<Gid>& gids);
// Groups with their members who have an account, by uid.
struct GroupWithMembers {
    Group group{};
    std::vector<Uid> uids{};
};
std::vector<GroupWithMembers> list_groups_with_members(Transaction& tx, const GroupQuery& query);

// A member already is no fault. Refuses forbidden.
Result<Done> add_member(Transaction& tx, const Group& group, const User& user);
// The same without asking who may.
void join_group(Transaction& tx, const Uid& uid, const Gid& gid);
void make_subadmin(Transaction& tx, const Uid& uid, const Gid& gid);
// The line of audit.log for a membership that has ended.
void note_left_group(Transaction& tx, const Uid& uid, const Gid& gid);
// No member is no fault. Refuses forbidden, own_user where callers would lock themselves out, and
// last_group where a sub-admin would lose the account.
Result<Done> remove_member(Transaction& tx, const Group& group, const User& user);

// One already is no fault. Refuses admin_group.
Result<Done> add_subadmin(Transaction& tx, const Group& group, const User& user);
// Refuses not_subadmin.
Result<Done> remove_subadmin(Transaction& tx, const Group& group, const User& user);

}  // namespace roster
