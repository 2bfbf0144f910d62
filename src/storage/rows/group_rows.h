// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "model/group.h"
#include "model/query.h"
#include "storage/engine/connection.h"

namespace roster::storage {

// A group as lists show it.
struct GroupDetails {
    Group group{};
    std::int64_t members = 0;   // rows of oc_group_user, those of deleted users too
    std::int64_t disabled = 0;  // members with the preference core/enabled = false
};

// Whether there is such a row, for a deleted group or user too.
bool is_member(Connection& db, std::string_view gid, std::string_view uid);
// Only groups that exist, in the order that the engine returns them (contract: groups, section 5).
std::vector<Gid> gids_of_user(Connection& db, std::string_view uid);
std::vector<Gid> gids_of_subadmin(Connection& db, std::string_view uid);
bool is_subadmin(Connection& db, std::string_view gid, std::string_view uid);
// Whether `uid` is in a group that `subadmin` administers.
bool shares_administered_group(Connection& db, std::string_view subadmin, std::string_view uid);
// Those of these users who are in a group that `subadmin` administers and are not administrators.
std::unordered_set<Uid> uids_administered_by(Connection& db, std::string_view subadmin,
                                             std::span<const Uid> uids);
// What a user may administer, from one statement.
struct RoleRows {
    bool in_group = false;                         // in the group that was asked for
    bool subadmin = false;                         // of any group
    std::vector<std::string> delegated_classes{};  // of settings, to the user's groups
};
// Adds a row of that kind: `member`, `subadmin`, or else a delegation of the class `what`.
void add_role(RoleRows& roles, std::string_view kind, std::string_view what);
// For this user; `gid` is the group that in_group is about.
RoleRows find_role_rows(Connection& db, std::string_view uid, std::string_view gid);

// By the exact gid; nothing when there is none.
std::optional<Group> find_group(Connection& db, std::string_view gid);
// The groups that exist of these, in the order of `gids`.
std::vector<GroupDetails> find_group_details(Connection& db, std::span<const Gid> gids);
// The members that exist as users, by gid and then uid, as (gid, uid).
std::vector<std::pair<Gid, Uid>> members_of_groups(Connection& db, std::span<const Gid> gids);
// A window of the groups whose gid or display name contains a text, by gid.
std::vector<Group> list_groups(Connection& db, const GroupQuery& query);
std::vector<GroupDetails> list_group_details(Connection& db, const GroupQuery& query);
// False when the gid is taken.
bool insert_group(Connection& db, const Group& group);
// Does nothing when there is no such group.
void rename_group(Connection& db, std::string_view gid, std::string_view display_name);
// With its memberships, sub-admins and delegations.
void delete_group(Connection& db, std::string_view gid);

// Passes on the members that exist as users, by uid; there may be a million.
void visit_uids_of_group(Connection& db, std::string_view gid,
                         const std::function<void(std::string_view)>& visit);
// Those that exist as users, in the engine's order.
std::vector<Uid> subadmins_of_group(Connection& db, std::string_view gid);

// That a user is a member or sub-admin of a group.
struct Membership {
    Gid gid{};
    Uid uid{};
};
// The groups that exist of these, in no order.
std::vector<Group> find_groups(Connection& db, std::span<const Gid> gids);
// The groups that have any delegated settings.
std::vector<Gid> delegated_gids(Connection& db);
// The groups that `uid` is sub-admin of, with rows of deleted groups.
std::vector<Gid> administered_gids(Connection& db, std::string_view uid);
// Only for rows that do not exist yet.
void insert_members(Connection& db, std::span<const Membership> members);
void insert_subadmins(Connection& db, std::span<const Membership> subadmins);
// Rows that do not exist are ignored.
void delete_members(Connection& db, std::span<const Membership> members);
void delete_subadmins(Connection& db, std::span<const Membership> subadmins);

// These return whether something changed.
bool insert_member(Connection& db, std::string_view gid, std::string_view uid);
bool delete_member(Connection& db, std::string_view gid, std::string_view uid);
bool insert_subadmin(Connection& db, std::string_view gid, std::string_view uid);
bool delete_subadmin(Connection& db, std::string_view gid, std::string_view uid);

}  // namespace roster::storage
