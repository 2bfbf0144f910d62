// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/group_rows.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "storage/engine/like.h"
#include "storage/engine/many_rows.h"
#include "storage/read_model/list_indexes.h"
#include "storage/read_model/list_pages.h"

namespace roster::storage {

namespace {

Group to_group(const Row& row) {
    return {.gid = row.gid(0), .display_name = row.text(1)};
}

GroupDetails to_details(const Row& row) {
    return {.group = to_group(row), .members = row.integer(2), .disabled = row.integer(3)};
}

// One query for all groups: a count for each group would read every member of every group.
std::map<Gid, std::int64_t> disabled_members(Connection& db) {
    std::map<Gid, std::int64_t> counts;
    db.all([&counts](const Row& row) { return counts[row.gid(0)] = row.integer(1); },
           "SELECT gu.gid, COUNT(DISTINCT gu.uid) FROM oc_preferences p"
           " CROSS JOIN oc_group_user gu"
           " WHERE p.appid = 'core' AND p.configkey = 'enabled' AND p.configvalue = 'false'"
           " AND gu.uid = p.userid GROUP BY {exact}gu.gid");
    return counts;
}

void add_disabled(Connection& db, std::vector<GroupDetails>& groups) {
    const std::map<Gid, std::int64_t> disabled = disabled_members(db);
    for (GroupDetails& details : groups)
        if (const auto found = disabled.find(details.group.gid); found != disabled.end())
            details.disabled = found->second;
}

constexpr auto itself = [](const auto& name) { return std::tie(name); };

void add_members(Connection& db, std::vector<GroupDetails>& groups) {
    std::vector<Gid> gids;
    for (const GroupDetails& details : groups)
        gids.push_back(details.group.gid);
    std::unordered_map<Gid, std::int64_t> counts;
    if (has_list_indexes(db)) counts = count_members(db, gids);
    std::erase_if(gids, [&counts](const Gid& gid) { return counts.contains(gid); });
    visit_many<
        "SELECT gid, COUNT(*) FROM oc_group_user WHERE gid IN ([{exact}?|, ]) GROUP BY {exact}gid">(
        db, gids, [&counts](const Row& row) { counts[row.gid(0)] = row.integer(1); }, itself);
    for (GroupDetails& details : groups)
        details.members = counts[details.group.gid];
}

}  // namespace

bool is_member(Connection& db, std::string_view gid, std::string_view uid) {
    return db.exists("SELECT 1 FROM oc_group_user WHERE gid = ? AND uid = ?", gid, uid);
}

std::vector<Gid> gids_of_user(Connection& db, std::string_view uid) {
    return db.gids(
        "SELECT gu.gid FROM oc_group_user gu JOIN oc_groups g ON g.gid = gu.gid"
        " WHERE gu.uid = ? ORDER BY {written:gu.gid}",
        uid);
}

std::vector<Gid> gids_of_subadmin(Connection& db, std::string_view uid) {
    return db.gids(
        "SELECT ga.gid FROM oc_group_admin ga JOIN oc_groups g ON g.gid = ga.gid"
        " WHERE ga.uid = ? ORDER BY {written:ga.gid}",
        uid);
}

bool is_subadmin(Connection& db, std::string_view gid, std::string_view uid) {
    return db.exists("SELECT 1 FROM oc_group_admin WHERE gid = ? AND uid = ?", gid, uid);
}

bool shares_administered_group(Connection& db, std::string_view subadmin, std::string_view uid) {
    return db.exists(
        "SELECT 1 FROM oc_group_admin ga JOIN oc_group_user gu ON gu.gid = ga.gid"
        " WHERE ga.uid = ? AND gu.uid = ?",
        subadmin, uid);
}

std::unordered_set<Uid> uids_administered_by(Connection& db, std::string_view subadmin,
                                             std::span<const Uid> uids) {
    const std::vector<Gid> gids = db.gids("SELECT gid FROM oc_group_admin WHERE uid = ?", subadmin);
    std::unordered_set<Uid> shared, admins;
    visit_many<"SELECT gid, uid FROM oc_group_user WHERE uid IN ([{exact}?|, ])">(
        db, uids,
        [&](const Row& row) {
            const std::string_view gid = row.view(0);
            if (gid == kAdminGroup) admins.insert(row.uid(1));
            if (std::ranges::find(gids, gid) != gids.end()) shared.insert(row.uid(1));
        },
        itself);
    std::erase_if(shared, [&admins](const Uid& uid) { return admins.contains(uid); });
    return shared;
}

void add_role(RoleRows& roles, std::string_view kind, std::string_view what) {
    if (kind == "member")
        roles.in_group = true;
    else if (kind == "subadmin")
        roles.subadmin = true;
    else
        roles.delegated_classes.emplace_back(what);
}

RoleRows find_role_rows(Connection& db, std::string_view uid, std::string_view gid) {
    RoleRows roles;
    db.each([&roles](const Row& row) { add_role(roles, row.view(0), row.view(1)); },
            "SELECT 'member', gid FROM oc_group_user WHERE gid = ? AND uid = ?"
            " UNION ALL SELECT 'subadmin', ga.gid FROM oc_group_admin ga"
            " JOIN oc_groups g ON g.gid = ga.gid WHERE ga.uid = ?"
            " UNION ALL SELECT 'delegated', ag.class FROM oc_authorized_groups ag"
            " JOIN oc_group_user gu ON gu.gid = ag.group_id WHERE gu.uid = ?",
            gid, uid, uid, uid);
    return roles;
}

std::optional<Group> find_group(Connection& db, std::string_view gid) {
    return db.one(to_group, "SELECT gid, displayname FROM oc_groups WHERE gid = ?", gid);
}

std::vector<GroupDetails> find_group_details(Connection& db, std::span<const Gid> gids) {
    std::map<Gid, GroupDetails> found;
    visit_many<"SELECT gid, displayname FROM oc_groups WHERE gid IN ([{exact}?|, ])">(
        db, gids, [&found](const Row& row) { found[row.gid(0)].group = to_group(row); }, itself);
    std::vector<GroupDetails> groups;
    for (const Gid& gid : gids)
        if (const auto details = found.find(gid); details != found.end())
            groups.push_back(details->second);
    add_members(db, groups);
    add_disabled(db, groups);
    return groups;
}

std::vector<std::pair<Gid, Uid>> members_of_groups(Connection& db, std::span<const Gid> gids) {
    std::vector<std::pair<Gid, Uid>> members;
    visit_many<
        "SELECT gu.gid, gu.uid FROM oc_group_user gu JOIN oc_users u ON u.uid = gu.uid"
        " WHERE gu.gid IN ([{exact}?|, ]) ORDER BY gu.gid, gu.uid">(
        db, gids, [&members](const Row& row) { members.emplace_back(row.gid(0), row.uid(1)); },
        itself);
    return members;
}

std::vector<Group> list_groups(Connection& db, const GroupQuery& query) {
    const std::string pattern = like_pattern(query.text);
    return db.all(to_group,
                  "SELECT gid, displayname FROM oc_groups WHERE {has:gid,displayname}"
                  " ORDER BY gid LIMIT ? OFFSET ?",
                  pattern, pattern, query.window.limit, query.window.offset);
}

std::vector<GroupDetails> list_group_details(Connection& db, const GroupQuery& query) {
    const std::string pattern = like_pattern(query.text);
    const bool counted = has_list_indexes(db);
    std::vector<GroupDetails> groups =
        db.all(to_details,
               "SELECT g.gid, g.displayname, CASE WHEN ? = 1 THEN 0 ELSE"
               " (SELECT COUNT(*) FROM oc_group_user gu WHERE gu.gid = g.gid) END, 0"
               " FROM oc_groups g WHERE {has:g.gid,g.displayname} ORDER BY g.gid LIMIT ? OFFSET ?",
               counted, pattern, pattern, query.window.limit, query.window.offset);
    if (counted) add_members(db, groups);
    add_disabled(db, groups);
    return groups;
}

bool insert_group(Connection& db, const Group& group) {
    return db.change(
               "INSERT INTO oc_groups (gid, displayname) SELECT ?, ?"
               " WHERE NOT EXISTS (SELECT 1 FROM oc_groups WHERE gid {key=} ?)",
               group.gid, group.display_name, group.gid) == 1;
}

void rename_group(Connection& db, std::string_view gid, std::string_view display_name) {
    db.change("UPDATE oc_groups SET displayname = ? WHERE gid = ?", display_name, gid);
}

void delete_group(Connection& db, std::string_view gid) {
    db.change("DELETE FROM oc_groups WHERE gid = ?", gid);
    db.change("DELETE FROM oc_group_user WHERE gid = ?", gid);
    db.change("DELETE FROM oc_group_admin WHERE gid = ?", gid);
    // Otherwise a later group with this gid would inherit the delegations.
    db.change("DELETE FROM oc_authorized_groups WHERE group_id = ?", gid);
}

void visit_uids_of_group(Connection& db, std::string_view gid,
                         const std::function<void(std::string_view)>& visit) {
    db.each([&visit](const Row& row) { visit(row.view(0)); },
            "SELECT gu.uid FROM oc_group_user gu WHERE gu.gid = ?"
            " AND EXISTS (SELECT 1 FROM oc_users u WHERE u.uid = gu.uid) ORDER BY gu.uid",
            gid);
}

std::vector<Uid> subadmins_of_group(Connection& db, std::string_view gid) {
    return db.uids(
        "SELECT ga.uid FROM oc_group_admin ga WHERE ga.gid = ?"
        " AND EXISTS (SELECT 1 FROM oc_users u WHERE u.uid = ga.uid)",
        gid);
}

std::vector<Group> find_groups(Connection& db, std::span<const Gid> gids) {
    std::vector<Group> groups;
    visit_many<"SELECT gid, displayname FROM oc_groups WHERE [gid = ?| OR ]">(
        db, gids, [&groups](const Row& row) { groups.push_back(to_group(row)); }, itself);
    return groups;
}

std::vector<Gid> delegated_gids(Connection& db) {
    return db.gids("SELECT DISTINCT group_id FROM oc_authorized_groups");
}

std::vector<Gid> administered_gids(Connection& db, std::string_view uid) {
    return db.gids("SELECT gid FROM oc_group_admin WHERE uid = ?", uid);
}

namespace {

auto both_keys(const Membership& row) {
    return std::tie(row.gid, row.uid);
}

}  // namespace

void insert_members(Connection& db, std::span<const Membership> members) {
    change_many<"INSERT INTO oc_group_user (gid, uid) VALUES [(?, ?)|, ]">(db, members, both_keys);
}

void insert_subadmins(Connection& db, std::span<const Membership> subadmins) {
    change_many<"INSERT INTO oc_group_admin (gid, uid) VALUES [(?, ?)|, ]">(db, subadmins,
                                                                            both_keys);
}

void delete_members(Connection& db, std::span<const Membership> members) {
    change_many<"DELETE FROM oc_group_user WHERE [(gid = ? AND uid = ?)| OR ]">(db, members,
                                                                                both_keys);
}

void delete_subadmins(Connection& db, std::span<const Membership> subadmins) {
    change_many<"DELETE FROM oc_group_admin WHERE [(gid = ? AND uid = ?)| OR ]">(db, subadmins,
                                                                                 both_keys);
}

bool insert_member(Connection& db, std::string_view gid, std::string_view uid) {
    if (db.change("INSERT INTO oc_group_user (gid, uid) SELECT ?, ? WHERE NOT EXISTS"
                  " (SELECT 1 FROM oc_group_user WHERE gid {key=} ? AND uid {key=} ?)",
                  gid, uid, gid, uid) == 1)
        return true;
    // A row that only the engine's unique key treats as equal.
    return db.keys_may_clash() && db.change(
                                      "UPDATE oc_group_user SET gid = ?, uid = ?"
                                      " WHERE gid {key=} ? AND uid {key=} ?"
                                      " AND NOT (gid = ? AND uid = ?)",
                                      gid, uid, gid, uid, gid, uid) == 1;
}

bool delete_member(Connection& db, std::string_view gid, std::string_view uid) {
    return db.change("DELETE FROM oc_group_user WHERE gid = ? AND uid = ?", gid, uid) == 1;
}

bool insert_subadmin(Connection& db, std::string_view gid, std::string_view uid) {
    if (db.change("INSERT INTO oc_group_admin (gid, uid) SELECT ?, ? WHERE NOT EXISTS"
                  " (SELECT 1 FROM oc_group_admin WHERE gid {key=} ? AND uid {key=} ?)",
                  gid, uid, gid, uid) == 1)
        return true;
    // A row that only the engine's unique key treats as equal.
    return db.keys_may_clash() && db.change(
                                      "UPDATE oc_group_admin SET gid = ?, uid = ?"
                                      " WHERE gid {key=} ? AND uid {key=} ?"
                                      " AND NOT (gid = ? AND uid = ?)",
                                      gid, uid, gid, uid, gid, uid) == 1;
}

bool delete_subadmin(Connection& db, std::string_view gid, std::string_view uid) {
    return db.change("DELETE FROM oc_group_admin WHERE gid = ? AND uid = ?", gid, uid) == 1;
}

}  // namespace roster::storage
