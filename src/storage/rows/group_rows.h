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
    std::int64_t members = 0;   // rows of oc_group_user, those of deleted accounts too
    std::int64_t disabled = 0;  // members with the preference core/enabled = false
};

bool is_member(Connection& db, std::string_view gid, std::string_view uid);
// In the order that the engine gives them (contract: groups, section 5).
std::vector<Gid> gids_of_user(Connection& db, std::string_view uid);
std::vector<Gid> gids_of_subadmin(Connection& db, std::string_view uid);
bool is_subadmin(Connection& db, std::string_view gid, std::string_view uid);
// Whether `uid` is in a group that `subadmin` administers.
bool shares_administered_group(Connection& db, std::string_view subadmin, std::string_view uid);
// Those of these accounts who are in a group that `subadmin` administers, and no administrators.
std::unordered_set<Uid> uids_administered_by(Connection& db, std::string_view subadmin,
                                             std::span<const Uid> uids);
// What an account may administer, in one look.
struct RoleRows {
    bool in_group = false;                         // the one that was asked for
    bool subadmin = false;                         // of any group
    std::vector<std::string> delegated_classes{};  // of settings, to the account's groups
};
// A row of that kind: member, subadmin, or delegated with the class of settings.
void add_role(RoleRows& roles, std::string_view kind, std::string_view what);
RoleRows find_role_rows(Connection& db, std::string_view uid, std::string_view gid);

// By its exact gid.
std::optional<Group> find_group(Connection& db, std::string_view gid);
// Of those of these groups that exist, in the order of the gids.
std::vector<GroupDetails> find_group_details(Connection& db, std::span<const Gid> gids);
// The members with an account, by gid and then uid, as (gid, uid).
std::vector<std::pair<Gid, Uid>> members_of_groups(Connection& db, std::span<const Gid> gids);
std::vector<Group> list_groups(Connection& db, const GroupQuery& query);
std::vector<GroupDetails> list_group_details(Connection& db, const GroupQuery& query);
// False when the gid is taken.
bool insert_group(Connection& db, const Group& group);
void rename_group(Connection& db, std::string_view gid, std::string_view display_name);
// With its memberships, sub-admins and delegations.
void delete_group(Connection& db, std::string_view gid);

// Passes on the members that have an account, by uid; there may be a million.
void visit_uids_of_group(Connection& db, std::string_view gid,
                         const std::function<void(std::string_view)>& visit);
// Those that have an account, in the engine's order.
std::vector<Uid> subadmins_of_group(Connection& db, std::string_view gid);

// That a user is in a group, or administers it.
struct Membership {
    Gid gid{};
    Uid uid{};
};
// The groups of these gids, in no order.
std::vector<Group> find_groups(Connection& db, std::span<const Gid> gids);
// Those that are delegated some settings.
std::vector<Gid> delegated_gids(Connection& db);
// What `uid` is sub-admin of, rows of deleted groups too.
std::vector<Gid> administered_gids(Connection& db, std::string_view uid);
// Rows that are not there yet.
void insert_members(Connection& db, std::span<const Membership> members);
void insert_subadmins(Connection& db, std::span<const Membership> subadmins);
void delete_members(Connection& db, std::span<const Membership> members);
void delete_subadmins(Connection& db, std::span<const Membership> subadmins);

// Adding and removing say whether something changed.
bool insert_member(Connection& db, std::string_view gid, std::string_view uid);
bool delete_member(Connection& db, std::string_view gid, std::string_view uid);
bool insert_subadmin(Connection& db, std::string_view gid, std::string_view uid);
bool delete_subadmin(Connection& db, std::string_view gid, std::string_view uid);

}  // namespace roster::storage
