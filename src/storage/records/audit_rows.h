// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/audit.h"
#include "storage/engine/connection.h"

namespace roster::storage {

// SHA-256, in hex, over all fields of a row, each preceded by its length.
std::string audit_hash(const AuditRow& row);

// Appends rows to the chain of this connection, within the call's transaction.
void append_audit(Connection& db, const std::vector<AuditEntry>& entries);

// Rows with an id above `after_id`, by id; at most `limit`.
std::vector<AuditRow> audit_rows_after(Connection& db, std::int64_t after_id, std::int64_t limit);
// The last `limit` rows by or about a subject (any when it is empty) that are not older than
// `since` (Unix seconds), oldest first.
std::vector<AuditRow> latest_audit_rows(Connection& db, std::string_view about, std::int64_t since,
                                        std::int64_t limit);

}  // namespace roster::storage
