// SPDX-License-Identifier: Apache-2.0
#include "storage/records/audit_rows.h"

#include <algorithm>

#include "base/crypto/crypto.h"
#include "storage/engine/many_rows.h"

namespace roster::storage {

namespace {

void add_field(std::string& text, std::string_view field) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
}

void add_field(std::string& text, const std::optional<std::string>& field) {
    if (field)
        add_field(text, std::string_view(*field));
    else
        text += '-';
}

AuditRow read_row(const Row& row) {
    return {.id = row.integer(0),
            .chain = row.text(1),
            .entry = {.occurred = row.integer(2),
                      .actor = row.uid(3),
                      .credential = row.text(4),
                      .token_id = row.integer(5),
                      .address = row.text(6),
                      .request_id = row.text(7),
                      .action = row.text(8),
                      .subject = row.text(9),
                      .field = row.text(10),
                      .before = row.optional_text(11),
                      .after = row.optional_text(12)},
            .previous_hash = row.text(13),
            .hash = row.text(14)};
}

}  // namespace

std::string audit_hash(const AuditRow& row) {
    const AuditEntry& entry = row.entry;
    std::string text;
    for (const std::string_view field :
         {std::string_view(row.previous_hash), std::string_view(row.chain)})
        add_field(text, field);
    for (const std::string& field :
         {std::to_string(entry.occurred), entry.actor.text(), entry.credential,
          std::to_string(entry.token_id), entry.address, entry.request_id, entry.action,
          entry.subject, entry.field})
        add_field(text, std::string_view(field));
    add_field(text, entry.before);
    add_field(text, entry.after);
    return sha256_hex(text);
}

void append_audit(Connection& db, const std::vector<AuditEntry>& entries) {
    std::string last_hash =
        db.text("SELECT hash FROM roster_audit WHERE chain = ? ORDER BY id DESC LIMIT 1",
                db.audit_chain())
            .value_or("");
    std::vector<AuditRow> rows;
    for (const AuditEntry& entry : entries) {
        AuditRow row{.chain = db.audit_chain(), .entry = entry, .previous_hash = last_hash};
        row.hash = last_hash = audit_hash(row);
        rows.push_back(std::move(row));
    }
    change_many<
        "INSERT INTO roster_audit (chain, occurred, actor, credential, token_id, address, "
        "request_id, action, subject, field, old_value, new_value, previous_hash, hash) "
        "VALUES [(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)|, ]">(
        db, rows, [](const AuditRow& row) {
            const AuditEntry& entry = row.entry;
            return std::tie(row.chain, entry.occurred, entry.actor, entry.credential,
                            entry.token_id, entry.address, entry.request_id, entry.action,
                            entry.subject, entry.field, entry.before, entry.after,
                            row.previous_hash, row.hash);
        });
}

std::vector<AuditRow> audit_rows_after(Connection& db, std::int64_t after_id, std::int64_t limit) {
    return db.all(read_row,
                  "SELECT id, chain, occurred, actor, credential, token_id, address, request_id, "
                  "action, subject, field, old_value, new_value, previous_hash, hash "
                  "FROM roster_audit WHERE id > ? ORDER BY id LIMIT ?",
                  after_id, limit);
}

std::vector<AuditRow> latest_audit_rows(Connection& db, std::string_view about, std::int64_t since,
                                        std::int64_t limit) {
    std::vector<AuditRow> rows = db.all(
        read_row,
        "SELECT id, chain, occurred, actor, credential, token_id, address, request_id, action, "
        "subject, field, old_value, new_value, previous_hash, hash FROM roster_audit "
        "WHERE occurred >= ? AND (? = '' OR actor = ? OR subject = ?) ORDER BY id DESC LIMIT ?",
        since, about, about, about, limit);
    std::ranges::reverse(rows);
    return rows;
}

}  // namespace roster::storage
