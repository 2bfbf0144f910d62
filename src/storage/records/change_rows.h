// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/connection.h"

// The feed of changes, roster_changes. Its numbers are given in the order in which transactions
// have ended, not in which they wrote: a reader that has seen number N never meets a later entry
// with a smaller one. (docs/decisions/0008-the-feed-is-numbered-by-its-reader.md)
namespace roster::storage {

struct ChangeRow {
    std::int64_t number = 0;    // growing, without gaps; 0: not given yet
    std::int64_t occurred = 0;  // Unix seconds
    std::string kind{};         // such as `user.edit`
    std::string subject_kind{};
    std::string subject{};
    std::string fields{};  // JSON: {name: {"before": ..., "after": ...}}
};

// Adds entries that have no number yet, in the call's transaction.
void append_changes(Connection& db, const std::vector<ChangeRow>& rows);

// Takes out what entries about a deleted user tell beside the uid.
void reduce_changes_of_user(Connection& db, std::string_view uid);

// Gives numbers to entries whose transactions have ended, at most `most` of them, the oldest first.
// One caller at a time; the others wait, or meet a Conflict.
void number_changes(Connection& db, std::int64_t most);

// Entries with a number above `number`, by number; at most `limit`.
std::vector<ChangeRow> changes_after(Connection& db, std::int64_t number, std::int64_t limit);
// The last number that was given; 0 where none was.
std::int64_t last_change_number(Connection& db);
// The smallest number that still stands there; 0 where none does.
std::int64_t first_change_number(Connection& db);

// Removes entries from before that time (Unix seconds), numbered or not.
void delete_changes_before(Connection& db, std::int64_t occurred);

}  // namespace roster::storage
