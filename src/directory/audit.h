// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/audit.h"
#include "model/event.h"

namespace roster {

// Ends a call whose changes are left out because nothing can be written: what it would tell about
// has to last.
void require_lasting(const Transaction& tx);

// Adds a row to roster_audit and an entry to the feed roster_changes for each event: durable if and
// only if the change is (docs/logs.md). Whoever records leaves out values that must not be kept. In
// a row of several fields `field` has their names, and the values are JSON objects by name.
void record_events(Transaction& tx, std::span<const Event> events);
void record_event(Transaction& tx, Event event);

// The event of one field of a user, `user.edit`, if the value is another than before.
void record_edit(Transaction& tx, const Uid& uid, std::string_view field,
                 std::optional<std::string> before, std::optional<std::string> after);

// A line of audit.log, for what Nextcloud's app admin_audit tells about; only where that app is on.
// Unlike the rows it is written even when the call is refused later.
void note_event(Transaction& tx, std::string message);

// What stands at the first row that was tampered with.
struct AuditFault {
    std::int64_t id = 0;
    std::string reason{};
};
struct AuditCheck {
    std::int64_t rows = 0;
    std::string last_hash{};  // of the row with the highest id
    bool has_expected = false;
    std::optional<AuditFault> fault{};
};
// Goes through the whole of roster_audit. `expected` is a hash noted earlier: only with it can be
// seen that rows at the end were taken out; has_expected says whether it was found.
AuditCheck check_audit(Transaction& tx, std::string_view expected);

// The last `limit` rows about or by that account, or anybody's, since a time.
std::vector<AuditRow> list_audit(Transaction& tx, std::string_view about, std::int64_t since,
                                 std::int64_t limit);

}  // namespace roster
