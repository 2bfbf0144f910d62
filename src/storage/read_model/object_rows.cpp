// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/object_rows.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <limits>

#include "base/crypto/crypto.h"
#include "storage/engine/many_rows.h"
#include "storage/read_model/change_notes.h"
#include "storage/read_model/index_state.h"
#include "storage/read_model/people_index.h"

namespace roster::storage {

namespace {

std::string noting(std::string_view name, std::string_view event, std::string_view uids) {
    return noting_trigger(fmt::format("roster_objects_{}", name), {.name = "roster_object_changes"},
                          event, uids);
}

struct Watched {
    const char* table;
    const char* uid;      // the column that says whose row it is
    const char* columns;  // of an update that matter
    const char* owner;    // columns whose update takes a row away from an account
    const char* rows;     // that matter, of {0}
};
constexpr Watched kWatched[] = {
    {"users", "uid", "uid, displayname, uid_lower", "uid", ""},
    {"accounts", "uid", "uid, data", "uid", ""},
    {"preferences", "userid", "userid, appid, configkey, configvalue", "userid, appid",
     "WHEN {0}.appid IN ('core', 'files', 'login', 'settings')"},
    {"group_user", "uid", "gid, uid", "uid", ""},
    {"group_admin", "uid", "gid, uid", "uid", ""},
};
constexpr std::array kEvents{"added", "changed", "moved", "gone"};

// Spreads the uids evenly, so that an object is found without an index. Where two uids share a
// number, the second is never ready.
std::int64_t number_of(std::string_view uid) {
    static const std::string kKey(16, '\0');
    std::int64_t number = 0;
    std::memcpy(&number, fingerprint(kKey, uid).data(), sizeof number);
    return number;
}

void add_watch(std::vector<std::string>& statements, std::string_view prefix, const Watched& of) {
    const auto add = [&](const char* name, const std::string& event, const char* row) {
        statements.push_back(noting(fmt::format("{}_{}", of.table, name),
                                    fmt::format("{} ON {}{} {}", event, prefix, of.table,
                                                fmt::format(fmt::runtime(of.rows), row)),
                                    fmt::format("SELECT {}.{} AS uid", row, of.uid)));
    };
    add("added", "INSERT", "new");
    add("changed", fmt::format("UPDATE OF {}", of.columns), "new");
    add("moved", fmt::format("UPDATE OF {}", of.owner), "old");
    add("gone", "DELETE", "old");
}

}  // namespace

std::vector<std::string> object_statements(std::string_view prefix) {
    std::vector<std::string> statements{
        "CREATE TABLE IF NOT EXISTS roster_objects (number INTEGER PRIMARY KEY, uid TEXT NOT NULL,"
        " basis INTEGER NOT NULL, object TEXT NOT NULL)",
        "CREATE TABLE IF NOT EXISTS roster_object_changes (uid TEXT PRIMARY KEY) WITHOUT ROWID",
        // How far the objects with a basis have been made, in the order of the people index.
        "CREATE TABLE IF NOT EXISTS roster_object_passes"
        " (basis INTEGER PRIMARY KEY, place INTEGER NOT NULL)"};
    for (const Watched& watched : kWatched)
        add_watch(statements, prefix, watched);
    // A membership shows when there is such a group.
    const auto members = [prefix](std::string_view row) {
        return fmt::format(
            "SELECT uid FROM {0}group_user WHERE gid = {1}.gid"
            " UNION SELECT uid FROM {0}group_admin WHERE gid = {1}.gid",
            prefix, row);
    };
    const std::string on_groups = fmt::format(" ON {}groups", prefix);
    statements.push_back(noting("groups_added", "INSERT" + on_groups, members("new")));
    statements.push_back(noting("groups_changed", "UPDATE OF gid" + on_groups, members("new")));
    statements.push_back(noting("groups_moved", "UPDATE OF gid" + on_groups, members("old")));
    statements.push_back(noting("groups_gone", "DELETE" + on_groups, members("old")));
    return statements;
}

std::vector<std::string> drop_object_statements() {
    std::vector<std::string> statements;
    const auto drop_triggers = [&statements](std::string_view table) {
        for (const char* event : kEvents)
            statements.push_back(
                fmt::format("DROP TRIGGER IF EXISTS roster_objects_{}_{}", table, event));
    };
    for (const Watched& watched : kWatched)
        drop_triggers(watched.table);
    drop_triggers("groups");
    for (const char* table : {"roster_objects", "roster_object_changes", "roster_object_passes"})
        statements.push_back(fmt::format("DROP TABLE IF EXISTS {}", table));
    return statements;
}

bool has_objects(Connection& db) {
    return find_index_state(db).objects;
}

void complete_objects(Connection& db) {
    if (!has_people_index(db) || has_objects(db)) return;
    db.open_call();
    db.run(drop_object_statements());
    db.run(object_statements(db.prefix()));
    db.close_call(true);
}

std::unordered_map<Uid, std::string> find_objects(Connection& db, std::span<const Uid> uids,
                                                  std::int64_t basis) {
    std::unordered_map<Uid, std::string> objects;
    // Who shares a number with one of them comes up too.
    visit_many<
        "SELECT o.uid, o.object, o.basis FROM roster_objects o WHERE o.number IN ([?|, ])"
        " AND NOT EXISTS (SELECT 1 FROM roster_object_changes c WHERE c.uid = o.uid)">(
        db, uids,
        [&](const Row& row) {
            if (row.integer(2) == basis) objects.emplace(row.uid(0), row.view(1));
        },
        [](const Uid& uid) { return std::tuple(number_of(uid)); });
    return objects;
}

void keep_object(Connection& db, std::string_view uid, std::int64_t basis,
                 const std::optional<std::string>& json) {
    if (json)
        db.change(
            "INSERT INTO roster_objects (number, uid, basis, object) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (number) DO UPDATE SET basis = excluded.basis, object = excluded.object"
            " WHERE uid = excluded.uid",
            number_of(uid), uid, basis, *json);
    else
        db.change("DELETE FROM roster_objects WHERE number = ? AND uid = ?", number_of(uid), uid);
    db.change("DELETE FROM roster_object_changes WHERE uid = ?", uid);
}

std::vector<Uid> uids_with_old_objects(Connection& db, std::int64_t most) {
    return db.uids("SELECT uid FROM roster_object_changes LIMIT ?", most);
}

std::vector<Uid> next_uids_of_pass(Connection& db, std::int64_t basis, std::int64_t most) {
    constexpr std::int64_t kBegin = -1, kEnd = std::numeric_limits<std::int64_t>::max();
    std::int64_t place = db.one([](const Row& row) { return row.integer(0); },
                                "SELECT place FROM roster_object_passes WHERE basis = ?", basis)
                             .value_or(kBegin);
    if (place == kEnd) return {};
    const std::vector<Uid> uids = db.all(
        [&place](const Row& row) {
            place = row.integer(1);
            return row.uid(0);
        },
        "SELECT uid, place FROM roster_people WHERE place > ? ORDER BY place LIMIT ?", place, most);
    // Objects with another basis are being replaced: a pass with theirs would begin anew.
    db.change("DELETE FROM roster_object_passes WHERE basis <> ?", basis);
    db.change(
        "INSERT INTO roster_object_passes (basis, place) VALUES (?, ?)"
        " ON CONFLICT (basis) DO UPDATE SET place = excluded.place",
        basis, uids.empty() ? kEnd : place);
    return uids;
}

}  // namespace roster::storage
