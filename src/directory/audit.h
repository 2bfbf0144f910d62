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

// Throws storage::DatabaseError when changes are being discarded because the database cannot be
// written: what the call would record must last.
void require_lasting(const Transaction& tx);

// Adds a row to roster_audit and an entry to the feed roster_changes for each event: durable if and
// only if the change is (docs/logs.md). The caller leaves out values that must not be kept. For
// several fields, `field` of the row lists their names, and the values are JSON objects by name.
// Throws as require_lasting() does.
void record_events(Transaction& tx, std::span<const Event> events);
void record_event(Transaction& tx, Event event);

// Records a changed field of a user (`user.edit`), if the value differs.
void record_edit(Transaction& tx, const Uid& uid, std::string_view field,
                 std::optional<std::string> before, std::optional<std::string> after);

// Writes a line to audit.log, as Nextcloud's app admin_audit does; only when that app is on. Unlike
// the rows it is written even when the call is refused later.
void note_event(Transaction& tx, std::string message);

// The first row that was tampered with.
struct AuditFault {
    std::int64_t id = 0;
    std::string reason{};
};
struct AuditCheck {
    std::int64_t rows = 0;
    std::string last_hash{};    // of the row with the highest id
    bool has_expected = false;  // `expected` was found
    std::optional<AuditFault> fault{};
};
// Verifies all of roster_audit, up to the first fault. `expected` is a hash noted earlier: only
// with it does the removal of the last rows show.
AuditCheck check_audit(Transaction& tx, std::string_view expected);

// The last `limit` rows about or by that user, or by anybody when `about` is empty, since a time
// (Unix seconds); oldest first.
std::vector<AuditRow> list_audit(Transaction& tx, std::string_view about, std::int64_t since,
                                 std::int64_t limit);

}  // namespace roster
