// SPDX-License-Identifier: Apache-2.0
#include "directory/change_feed.h"

#include <fmt/core.h>

#include "base/php/php.h"
#include "base/text.h"
#include "directory/rows.h"
#include "storage/records/change_rows.h"

namespace roster {

Result<FeedPage> read_feed(Transaction& tx, std::int64_t after, std::int64_t limit) {
    storage::number_changes(rows_of(tx), limit);
    const std::int64_t first = storage::first_change_number(rows_of(tx));
    const std::int64_t last = storage::last_change_number(rows_of(tx));
    const std::int64_t oldest = first == 0 ? last + 1 : first;
    if (after > last)
        return refuse(Errc::invalid_argument,
                      fmt::format("The last change has the number {}. If the database has been "
                                  "restored from a backup, look at everything anew, then go on "
                                  "after {}.",
                                  last, last),
                      "after");
    if (after > 0 && after + 1 < oldest)
        return refuse(Errc::not_found,
                      fmt::format("The changes after number {} were removed up to number {}. Look "
                                  "at everything anew, then go on after {}.",
                                  after, oldest - 1, last),
                      "after");
    FeedPage page{.next = after};
    for (storage::ChangeRow& row : storage::changes_after(rows_of(tx), after, limit)) {
        page.next = row.number;
        page.entries.push_back({.number = row.number,
                                .occurred = row.occurred,
                                .kind = std::move(row.kind),
                                .subject_kind = std::move(row.subject_kind),
                                .subject = std::move(row.subject),
                                .fields = std::move(row.fields)});
    }
    return page;
}

bool has_odd_feed_retention(const Settings& settings) {
    const Value* value = settings.find(kFeedRetention);
    if (!value || value->is_null()) return false;
    const bool is_number = value->integer() || (value->text() && is_whole_number(*value->text()));
    return !is_number || to_int(*value) < 0;
}

void remove_old_changes(Transaction& tx) {
    constexpr std::int64_t kUsualSeconds = 30 * 86400;
    // `7d` must not mean 7 seconds.
    const std::int64_t seconds = has_odd_feed_retention(*tx.settings)
                                     ? kUsualSeconds
                                     : tx.settings->integer(kFeedRetention, kUsualSeconds);
    storage::delete_changes_before(rows_of(tx), tx.now - seconds);
}

}  // namespace roster
