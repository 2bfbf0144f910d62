// SPDX-License-Identifier: Apache-2.0
#include "directory/groups/groups.h"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>

#include "base/crypto/crypto.h"
#include "base/text.h"
#include "directory/audit.h"
#include "directory/groups/access.h"
#include "directory/rows.h"
#include "storage/records/user_locks.h"

namespace roster {

namespace {

constexpr std::size_t kLongestGid = 64;         // characters
constexpr std::size_t kLongestGroupName = 255;  // characters
constexpr const char* kNotSupported = "Not supported by backend";

// The groups of `user` that the caller is sub-admin of, in the caller's order.
std::vector<Gid> shared_gids(Transaction& tx, const User& user) {
    const std::vector<Gid> theirs = storage::gids_of_user(rows_of(tx), user.uid);
    std::vector<Gid> shared = storage::gids_of_subadmin(rows_of(tx), tx.actor.uid);
    std::erase_if(shared, [&theirs](const Gid& gid) {
        return std::find(theirs.begin(), theirs.end(), gid) == theirs.end();
    });
    return shared;
}

void record_membership(Transaction& tx, EventKind kind, const Uid& uid, const Gid& gid) {
    record_event(tx, {.kind = kind, .subject = uid.text(), .fields = {{.field = gid.text()}}});
}

}  // namespace

Result<Group> find_group(Transaction& tx, std::string_view id, std::string message) {
    if (rows_of(tx).dialect().fails_over_bad_gids && !is_utf8(id))
        return refuse(Errc::internal, "The group id is no UTF-8", "groupid");
    std::optional<Group> group = storage::find_group(rows_of(tx), id);
    if (!group || group->display_name.empty())
        return refuse(Errc::group_not_found, std::move(message), "groupid");
    return *std::move(group);
}

std::vector<Gid> list_gids(Transaction& tx, const GroupQuery& query) {
    std::vector<Gid> gids;
    for (Group& group : storage::list_groups(rows_of(tx), query))
        gids.push_back(std::move(group.gid));
    return gids;
}

std::vector<GroupDetails> list_group_details(Transaction& tx, const GroupQuery& query) {
    return storage::list_group_details(rows_of(tx), query);
}

Result<Group> create_group(Transaction& tx, const std::string& name,
                           std::string_view display_name) {
    // The API treats "0" as no name.
    if (name.empty() || (name == "0" && !tx.actor.on_command_line()))
        return refuse(Errc::invalid_argument, "Invalid group name", "groupid");
    if (find_group(tx, name)) return refuse(Errc::group_exists, "group exists", "groupid");
    const std::size_t characters = count_characters(name);
    if (characters > kLongestGroupName)
        return refuse(Errc::invalid_argument,
                      fmt::format("Group name is limited to {} characters", kLongestGroupName),
                      "length of groupid");
    Group group{.gid = Gid(characters > kLongestGid ? sha256_hex(name) : name),
                .display_name = name};
    const std::string_view shown = trim(display_name);
    // Where lengths are checked, Nextcloud creates the group and then fails to set the name.
    const bool too_long =
        rows_of(tx).dialect().checks_lengths && count_characters(shown) > kLongestGroupName;
    if (!shown.empty() && !too_long) group.display_name = shown;
    if (!storage::insert_group(rows_of(tx), group)) {
        // Another text was found: the database treats the two as equal.
        if (group.gid == name) return refuse(Errc::group_exists, "group exists", "groupid");
        return refuse(Errc::already_a_mapped_group, kNotSupported, "groupid");
    }
    record_event(tx, {.kind = EventKind::group_create,
                      .subject = group.gid.text(),
                      .fields = {{.field = "displayname", .after = group.display_name}}});
    note_event(tx, fmt::format("Group created: \"{}\"", group.gid));
    if (too_long) {
        tx.keep();
        return refuse(Errc::internal, "The display name of a group has at most 255 characters",
                      "length of displayname");
    }
    return group;
}

Result<Done> rename_group(Transaction& tx, const Group& group, std::string_view display_name) {
    const std::string_view shown = trim(display_name);
    if (shown.empty()) return refuse(Errc::invalid_argument, kNotSupported, "value");
    storage::rename_group(rows_of(tx), group.gid, shown);
    record_event(tx, {.kind = EventKind::group_edit,
                      .subject = group.gid.text(),
                      .fields = {{.field = "displayname",
                                  .before = group.display_name,
                                  .after = std::string(shown)}}});
    return Done{};
}

Result<Done> delete_group(Transaction& tx, const Group& group) {
    if (group.gid == kAdminGroup) return refuse(Errc::admin_group, "", "groupid");
    storage::lock_group(rows_of(tx), group.gid);
    storage::delete_group(rows_of(tx), group.gid);
    record_event(tx, {.kind = EventKind::group_delete,
                      .subject = group.gid.text(),
                      .fields = {{.field = "displayname", .before = group.display_name}}});
    note_event(tx, fmt::format("Group deleted: \"{}\"", group.gid));
    return Done{};
}

bool administers(Transaction& tx, const Group& group) {
    return tx.actor.sees_everybody() || storage::is_subadmin(rows_of(tx), group.gid, tx.actor.uid);
}

Result<Done> visit_members(Transaction& tx, const Group& group,
                           const std::function<void(std::string_view)>& visit) {
    if (!administers(tx, group) && !storage::is_member(rows_of(tx), group.gid, tx.actor.uid))
        return refuse(Errc::forbidden, "", "groupid");
    storage::visit_uids_of_group(rows_of(tx), group.gid, visit);
    return Done{};
}

std::vector<Uid> list_subadmins(Transaction& tx, const Group& group) {
    return storage::subadmins_of_group(rows_of(tx), group.gid);
}

Result<std::vector<Gid>> list_gids_of(Transaction& tx, const User& user) {
    if (is_self(tx, user) || tx.actor.sees_everybody())
        return storage::gids_of_user(rows_of(tx), user.uid);
    if (!is_accessible(tx, user)) return refuse(Errc::forbidden, "", "userId");
    return shared_gids(tx, user);
}

Result<std::vector<Gid>> list_subadmin_gids_of(Transaction& tx, const User& user) {
    if (!is_self(tx, user) && !tx.actor.sees_everybody())
        return refuse(Errc::forbidden, "", "userId");
    return storage::gids_of_subadmin(rows_of(tx), user.uid);
}

std::vector<GroupDetails> details_of(Transaction& tx, const std::vector<Gid>& gids) {
    return storage::find_group_details(rows_of(tx), gids);
}

std::vector<GroupWithMembers> list_groups_with_members(Transaction& tx, const GroupQuery& query) {
    std::vector<GroupWithMembers> groups;
    std::vector<Gid> gids;
    for (Group& group : storage::list_groups(rows_of(tx), query)) {
        gids.push_back(group.gid);
        groups.push_back({.group = std::move(group)});
    }
    std::unordered_map<Gid, std::vector<Uid>> members;
    for (auto& [gid, uid] : storage::members_of_groups(rows_of(tx), gids))
        members[gid].push_back(std::move(uid));
    for (GroupWithMembers& group : groups)
        group.uids = std::move(members[group.group.gid]);
    return groups;
}

Result<Done> add_member(Transaction& tx, const Group& group, const User& user) {
    if (!may_manage_members(tx, group.gid) || is_beyond_subadmins(tx, user))
        return refuse(Errc::forbidden, "", "groupid");
    join_group(tx, user.uid, group.gid);
    return Done{};
}

void join_group(Transaction& tx, const Uid& uid, const Gid& gid) {
    storage::hold_group(rows_of(tx), gid, uid);
    if (!storage::insert_member(rows_of(tx), gid, uid)) return;
    record_membership(tx, EventKind::group_add_member, uid, gid);
    note_event(tx, fmt::format("User \"{}\" added to group \"{}\"", uid, gid));
}

void make_subadmin(Transaction& tx, const Uid& uid, const Gid& gid) {
    storage::hold_group(rows_of(tx), gid, uid);
    if (storage::insert_subadmin(rows_of(tx), gid, uid))
        record_membership(tx, EventKind::group_add_subadmin, uid, gid);
}

void note_left_group(Transaction& tx, const Uid& uid, const Gid& gid) {
    note_event(tx, fmt::format("User \"{}\" removed from group \"{}\"", uid, gid));
}

Result<Done> remove_member(Transaction& tx, const Group& group, const User& user) {
    if (!may_manage_members(tx, group.gid) || is_beyond_subadmins(tx, user))
        return refuse(Errc::forbidden, "", "groupid");
    const bool only_subadmin = !tx.actor.sees_everybody();
    if (is_self(tx, user)) {
        if (only_subadmin)
            return refuse(Errc::own_user,
                          "Cannot remove yourself from this group as you are a sub-admin",
                          "groupid");
        if (group.gid == kAdminGroup)
            return refuse(Errc::own_user, "Cannot remove yourself from the admin group", "groupid");
    } else if (only_subadmin && shared_gids(tx, user).size() <= 1) {
        return refuse(Errc::last_group,
                      "Not viable to remove user from the last group you are sub-admin of",
                      "groupid");
    }
    if (!storage::delete_member(rows_of(tx), group.gid, user.uid)) return Done{};
    record_membership(tx, EventKind::group_remove_member, user.uid, group.gid);
    note_left_group(tx, user.uid, group.gid);
    return Done{};
}

Result<Done> add_subadmin(Transaction& tx, const Group& group, const User& user) {
    if (group.gid == kAdminGroup)
        return refuse(Errc::admin_group, "Cannot create sub-admins for admin group", "groupid");
    make_subadmin(tx, user.uid, group.gid);
    return Done{};
}

Result<Done> remove_subadmin(Transaction& tx, const Group& group, const User& user) {
    if (!storage::delete_subadmin(rows_of(tx), group.gid, user.uid))
        return refuse(Errc::not_subadmin, "User is not a sub-admin of this group", "groupid");
    record_membership(tx, EventKind::group_remove_subadmin, user.uid, group.gid);
    return Done{};
}

}  // namespace roster
