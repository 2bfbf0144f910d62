// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"
#include "model/event.h"

namespace roster {

// The setting that says how long entries stay, in seconds.
inline constexpr const char* kFeedRetention = "roster.changes_retention";

struct FeedEntry {
    std::int64_t number = 0;
    std::int64_t occurred = 0;  // Unix seconds
    std::string kind{};         // as name_of(EventKind) has it
    std::string subject_kind{};
    std::string subject{};
    std::string
        fields{};  // JSON: {name: {"before": text, "after": text}}, values of told fields only
};

struct FeedPage {
    std::vector<FeedEntry> entries{};
    std::int64_t next = 0;  // what to ask for after this page
};

// The entries after the one with that number (0: from the beginning), the oldest first, at most
// `limit`: each that was committed exactly once, whenever its transaction ended. Refuses not_found
// when entries in between have been removed, so that a reader has to look at everything anew. A
// call that changes something, as it gives the numbers.
Result<FeedPage> read_feed(Transaction& tx, std::int64_t after, std::int64_t limit);

// Whether the setting is there and no number of seconds, 0 or more. It does not count then.
bool has_odd_feed_retention(const Settings& settings);
// Removes entries that are older than the setting says, or than thirty days.
void remove_old_changes(Transaction& tx);

}  // namespace roster
