// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"
#include "model/event.h"

namespace roster {

// The setting for the age at which entries are deleted, in seconds.
inline constexpr const char* kFeedRetention = "roster.changes_retention";

struct FeedEntry {
    std::int64_t number = 0;
    std::int64_t occurred = 0;  // Unix seconds
    std::string kind{};         // as name_of(EventKind)
    std::string subject_kind{};
    std::string subject{};
    // JSON: {name: {"before": text, "after": text}}. Only reported fields have values.
    std::string fields{};
};

struct FeedPage {
    std::vector<FeedEntry> entries{};
    std::int64_t next = 0;  // the number to ask for after this page
};

// The entries after that number (0: from the beginning), the oldest first, at most `limit`. Returns
// each committed entry exactly once, however long its transaction took. Refuses not_found when
// entries in between have been deleted: then the reader must resynchronise. Writes, because it
// assigns the numbers.
Result<FeedPage> read_feed(Transaction& tx, std::int64_t after, std::int64_t limit);

// Whether the setting exists but is not a number of seconds, 0 or more. It is then ignored.
bool has_odd_feed_retention(const Settings& settings);
// Deletes entries older than the setting allows, by default than thirty days.
void remove_old_changes(Transaction& tx);

}  // namespace roster
