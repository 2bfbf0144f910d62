// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/connection.h"

// The change feed, roster_changes. Numbers follow the order in which transactions ended, not in
// which they wrote: a reader that has seen number N never meets a later entry with a smaller one.
// (docs/decisions/0008-the-feed-is-numbered-by-its-reader.md)
namespace roster::storage {

struct ChangeRow {
    std::int64_t number = 0;    // ascending without gaps; 0: not given yet
    std::int64_t occurred = 0;  // Unix seconds
    std::string kind{};         // such as `user.edit`
    std::string subject_kind{};
    std::string subject{};
    std::string fields{};  // JSON: {name: {"before": ..., "after": ...}}
};

// Adds entries without a number, within the call's transaction.
void append_changes(Connection& db, const std::vector<ChangeRow>& rows);

// Reduces the entries about a deleted user to the uid.
void reduce_changes_of_user(Connection& db, std::string_view uid);

// Numbers entries whose transactions have ended, the oldest first, at most `most`. One caller at a
// time; others wait, or get a Conflict.
void number_changes(Connection& db, std::int64_t most);

// Entries with a number above `number`, by number; at most `limit`.
std::vector<ChangeRow> changes_after(Connection& db, std::int64_t number, std::int64_t limit);
// The last number that was given; 0 when none was.
std::int64_t last_change_number(Connection& db);
// The smallest number that is still stored; 0 when there is none.
std::int64_t first_change_number(Connection& db);

// Deletes entries from before `occurred` (Unix seconds), numbered or not.
void delete_changes_before(Connection& db, std::int64_t occurred);

}  // namespace roster::storage
