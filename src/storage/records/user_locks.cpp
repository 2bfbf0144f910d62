// SPDX-License-Identifier: Apache-2.0
#include "storage/records/user_locks.h"

#include <chrono>
#include <functional>
#include <set>

#include "storage/engine/many_rows.h"

namespace roster::storage {

namespace {

// A call that adds a member writes to one of these rows of the group; a call that deletes the group
// writes to all of them. So members conflict with the deletion, and rarely with each other.
constexpr int kGroupLanes = 16;

void claim_lane(Connection& db, std::string_view gid, int lane) {
    if (db.change("UPDATE roster_groups SET changed = changed + 1 WHERE gid = ? AND lane = ?", gid,
                  lane) == 0)
        db.change("INSERT INTO roster_groups (gid, lane, changed) VALUES (?, ?, 1)", gid, lane);
}

std::int64_t microseconds_now() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace

bool lock_again(Connection& db, std::string_view uid_lower) {
    if (db.dialect().one_writer) return true;
    const std::int64_t now_us = microseconds_now();
    // An update that changes nothing would not be sent to the other nodes of a cluster.
    return db.change(
               "UPDATE roster_users SET changed = CASE WHEN changed < ? THEN ?"
               " ELSE changed + 1 END WHERE uid_lower = ?",
               now_us, now_us, uid_lower) > 0;
}

bool lock_user(Connection& db, std::string_view uid_lower) {
    if (db.dialect().one_writer) return false;
    if (!lock_again(db, uid_lower))
        db.change("INSERT INTO roster_users (uid_lower, changed) VALUES (?, ?)", uid_lower,
                  microseconds_now());
    return true;
}

void lock_new_user(Connection& db, std::string_view uid_lower) {
    if (db.dialect().one_writer) return;
    if (db.change("INSERT INTO roster_users (uid_lower, changed) SELECT ?, CAST(? AS DECIMAL(19))"
                  " WHERE NOT EXISTS (SELECT 1 FROM roster_users WHERE uid_lower = ?)",
                  uid_lower, microseconds_now(), uid_lower) == 0)
        lock_again(db, uid_lower);
}

void hold_user(Connection& db, std::string_view uid_lower) {
    if (lock_user(db, uid_lower) &&
        !db.exists("SELECT 1 FROM oc_users WHERE uid_lower = ?", uid_lower))
        throw Conflict("an account was deleted while something was added to it");
}

void hold_group(Connection& db, std::string_view gid, std::string_view uid) {
    if (db.dialect().one_writer) return;
    if (!db.locks_reach_everybody())
        claim_lane(db, gid, static_cast<int>(std::hash<std::string_view>()(uid) % kGroupLanes));
    if (!db.exists("SELECT 1 FROM oc_groups WHERE gid = ?{share}", gid))
        throw Conflict("a group was deleted while a member was added");
}

void hold_groups(Connection& db, std::span<const Membership> members) {
    if (db.dialect().one_writer || members.empty()) return;
    std::set<Gid> gids;
    for (const auto& [gid, uid] : members) {
        gids.insert(gid);
        if (!db.locks_reach_everybody())
            claim_lane(db, gid, static_cast<int>(std::hash<Uid>()(uid) % kGroupLanes));
    }
    const std::vector<Gid> wanted(gids.begin(), gids.end());
    visit_many<"SELECT gid FROM oc_groups WHERE [gid = ?| OR ]{share}">(
        db, wanted, [&gids](const Row& row) { gids.erase(row.gid(0)); },
        [](const Gid& gid) { return std::tie(gid); });
    if (!gids.empty()) throw Conflict("a group was deleted while a member was added");
}

void lock_group(Connection& db, std::string_view gid) {
    if (db.dialect().one_writer || db.locks_reach_everybody()) return;
    for (int lane = 0; lane < kGroupLanes; ++lane)
        claim_lane(db, gid, lane);
    db.change("DELETE FROM roster_groups WHERE gid = ?", gid);
}

void delete_user_lock(Connection& db, std::string_view uid_lower) {
    if (!db.dialect().one_writer)
        db.change("DELETE FROM roster_users WHERE uid_lower = ?", uid_lower);
}

}  // namespace roster::storage
