// SPDX-License-Identifier: Apache-2.0
#include "directory/audit.h"

#include <map>

#include "base/json/strict_json_writer.h"
#include "base/text.h"
#include "directory/config/apps.h"
#include "directory/log_lines.h"
#include "directory/rows.h"
#include "storage/records/audit_rows.h"
#include "storage/records/change_rows.h"

namespace roster {

namespace {

std::string_view credential_name(Credential credential) {
    switch (credential) {
        case Credential::none:
            return "none";
        case Credential::password:
            return "password";
        case Credential::app_password:
            return "app password";
        case Credential::bearer:
            return "bearer";
        case Credential::session:
            return "session";
        case Credential::remembered:
            return "remembered";
        case Credential::command_line:
            return "command line";
    }
    return "";
}

// PostgreSQL cannot store a text that is not UTF-8.
std::optional<std::string> to_text(const std::optional<std::string>& value) {
    if (!value || is_utf8(*value)) return value;
    return "base64:" + base64_encode(*value);
}

// {name: value} of the fields that have this value (before or after).
std::optional<std::string> values_of(const Event& event,
                                     std::optional<std::string> FieldChange::*value) {
    std::string values;
    StrictJsonWriter out(values);
    bool any = false;
    out.begin_map();
    for (const FieldChange& change : event.fields) {
        if (!(change.*value)) continue;
        out.member(change.field, *to_text(change.*value));
        any = true;
    }
    out.end();
    return any ? std::optional(std::move(values)) : std::nullopt;
}

std::string names_of_fields(const Event& event) {
    constexpr std::size_t kLongestNames = 255;  // of the column
    std::string names;
    for (const FieldChange& change : event.fields) {
        const std::string_view comma = names.empty() ? "" : ", ";
        if (names.size() + comma.size() + change.field.size() > kLongestNames) break;
        names.append(comma).append(change.field);
    }
    return names;
}

AuditEntry to_audit_entry(const Transaction& tx, const Event& event) {
    AuditEntry entry{.occurred = tx.now,
                     .actor = tx.actor.uid,
                     .credential = std::string(credential_name(tx.actor.credential)),
                     .token_id = tx.actor.token_id,
                     .address = tx.remote_address,
                     .request_id = tx.request_id,
                     .action = std::string(name_of(event.kind)),
                     .subject = event.subject};
    if (event.fields.size() == 1) {
        const FieldChange& change = event.fields.front();
        entry.field = change.field;
        entry.before = to_text(change.before);
        entry.after = to_text(change.after);
    } else {
        entry.field = names_of_fields(event);
        entry.before = values_of(event, &FieldChange::before);
        entry.after = values_of(event, &FieldChange::after);
    }
    return entry;
}

void write_told(Writer& out, std::string_view name, const std::optional<std::string>& value) {
    if (value) out.member(name, *value);
}

std::string fields_of_entry(const Event& event) {
    std::string fields;
    StrictJsonWriter out(fields);
    out.begin_map();
    for (const FieldChange& change : event.fields) {
        // Without a name it is the subject itself, a setting with a single value.
        if (change.field.empty()) continue;
        out.key(change.field);
        out.begin_map();
        if (is_told_in_feed(change.field)) {
            write_told(out, "before", change.before);
            write_told(out, "after", change.after);
        }
        out.end();
    }
    out.end();
    return fields;
}

storage::ChangeRow to_feed_entry(const Transaction& tx, const Event& event) {
    return {.occurred = tx.now,
            .kind = std::string(name_of(event.kind)),
            .subject_kind = std::string(name_of(subject_of(event.kind))),
            .subject = event.subject,
            .fields = fields_of_entry(event)};
}

// That a user was found by e-mail address is recorded with the first change of that user.
std::optional<Event> finding_of(Transaction& tx, const Event& event) {
    auto& found = tx.found_by_email;
    if (found.uid.empty() || found.uid != event.subject || std::exchange(found.recorded, true))
        return std::nullopt;
    return Event{.kind = EventKind::user_found_by_email,
                 .subject = found.uid.text(),
                 .fields = {{.field = "userId", .after = found.email}}};
}

}  // namespace

void require_lasting(const Transaction& tx) {
    if (rows_of(tx).forgets_changes())
        throw storage::DatabaseError("a change was left out", storage::Trouble::read_only);
}

void record_events(Transaction& tx, std::span<const Event> events) {
    require_lasting(tx);
    if (events.empty()) return;
    std::vector<AuditEntry> audit;
    std::vector<storage::ChangeRow> feed;
    const auto add = [&](const Event& event) {
        audit.push_back(to_audit_entry(tx, event));
        feed.push_back(to_feed_entry(tx, event));
        if (may_end_logins(event)) ++tx.installation.login_changes;
    };
    for (const Event& event : events) {
        if (const std::optional<Event> finding = finding_of(tx, event)) add(*finding);
        add(event);
    }
    storage::append_audit(rows_of(tx), audit);
    storage::append_changes(rows_of(tx), feed);
    for (const Event& event : events)
        if (event.kind == EventKind::user_delete)
            storage::reduce_changes_of_user(rows_of(tx), event.subject);
}

void record_event(Transaction& tx, Event event) {
    record_events(tx, {&event, 1});
}

void record_edit(Transaction& tx, const Uid& uid, std::string_view field,
                 std::optional<std::string> before, std::optional<std::string> after) {
    if (before == after) return;
    record_event(tx, {.kind = EventKind::user_edit,
                      .subject = uid.text(),
                      .fields = {{.field = std::string(field),
                                  .before = std::move(before),
                                  .after = std::move(after)}}});
}

void note_event(Transaction& tx, std::string message) {
    LogEntry entry{.level = LogLevel::info, .app = kAuditApp, .message = std::move(message)};
    // The default level hides these lines; this saves reading the app's state.
    const bool may_be_wanted =
        tx.settings->find("log.condition") || is_wanted(entry, LogContext{}, *tx.settings);
    if (may_be_wanted && is_app_enabled(tx, kAuditApp)) tx.log(std::move(entry));
}

AuditCheck check_audit(Transaction& tx, std::string_view expected) {
    constexpr std::int64_t kPage = 1000;
    AuditCheck check;
    std::map<std::string, std::string> last_hashes;  // by chain
    for (std::int64_t id = 0;;) {
        const std::vector<AuditRow> rows = storage::audit_rows_after(rows_of(tx), id, kPage);
        if (rows.empty()) return check;
        for (const AuditRow& row : rows) {
            std::string& last_hash = last_hashes[row.chain];
            if (row.previous_hash != last_hash)
                check.fault = {row.id, "the row before it is missing or another"};
            else if (storage::audit_hash(row) != row.hash)
                check.fault = {row.id, "it was changed"};
            if (check.fault) return check;
            last_hash = row.hash;
            check.has_expected |= row.hash == expected;
            check.last_hash = row.hash;
            ++check.rows;
            id = row.id;
        }
    }
}

std::vector<AuditRow> list_audit(Transaction& tx, std::string_view about, std::int64_t since,
                                 std::int64_t limit) {
    return storage::latest_audit_rows(rows_of(tx), about, since, limit);
}

}  // namespace roster
