// SPDX-License-Identifier: Apache-2.0
#include "directory/audit.h"

#include <map>

#include "base/text.h"
#include "directory/apps.h"
#include "directory/log_lines.h"
#include "storage/audit_rows.h"

namespace roster {

namespace {

std::string_view name_of(Credential credential) {
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

// PostgreSQL keeps no text that is no UTF-8.
std::optional<std::string> to_text(const std::optional<std::string>& value) {
    if (!value || is_utf8(*value)) return value;
    return "base64:" + base64_encode(*value);
}

// Whether a login that was good before is as good after it.
bool leaves_logins_alone(const Change& change) {
    if (change.action == "user.edit")
        return change.field != "password" && change.field != "enabled" && change.field != "email";
    return change.action.ends_with(".create") || change.action == "group.add_member" ||
           change.action == "group.add_subadmin";
}

}  // namespace

void require_lasting(const Transaction& tx) {
    if (tx.db.forgets_changes())
        throw storage::DatabaseError("a change was left out", storage::Trouble::read_only);
}

void record_change(Transaction& tx, const Change& change) {
    require_lasting(tx);
    auto& found = tx.found_by_email;
    if (!found.uid.empty() && found.uid == change.subject && !std::exchange(found.recorded, true))
        record_change(tx, {.action = "user.found_by_email",
                           .subject = found.uid,
                           .field = "userId",
                           .after = found.email});
    if (!leaves_logins_alone(change)) ++tx.house.login_changes;
    storage::append_audit(tx.db, {.occurred = tx.now,
                                  .actor = tx.actor.uid,
                                  .credential = std::string(name_of(tx.actor.credential)),
                                  .token_id = tx.actor.token_id,
                                  .address = tx.remote_address,
                                  .request_id = tx.request_id,
                                  .action = std::string(change.action),
                                  .subject = std::string(change.subject),
                                  .field = std::string(change.field),
                                  .before = to_text(change.before),
                                  .after = to_text(change.after)});
}

void record_edit(Transaction& tx, std::string_view uid, std::string_view field,
                 std::optional<std::string> before, std::optional<std::string> after) {
    if (before == after) return;
    record_change(tx, {.action = "user.edit",
                       .subject = uid,
                       .field = field,
                       .before = std::move(before),
                       .after = std::move(after)});
}

void note_event(Transaction& tx, std::string message) {
    LogEntry entry{.level = LogLevel::info, .app = kAuditApp, .message = std::move(message)};
    // The usual level hides these lines, and a look at the app's state is saved.
    const bool may_be_wanted =
        tx.settings->find("log.condition") || is_wanted(entry, LogContext{}, *tx.settings);
    if (may_be_wanted && is_app_enabled(tx, kAuditApp)) tx.log(std::move(entry));
}

AuditCheck check_audit(Transaction& tx, std::string_view expected) {
    constexpr std::int64_t kPage = 1000;
    AuditCheck check;
    std::map<std::string, std::string> last_hashes;  // by chain
    for (std::int64_t id = 0;;) {
        const std::vector<AuditRow> rows = storage::audit_rows_after(tx.db, id, kPage);
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

std::vector<AuditRow> list_audit(Transaction& tx, std::string_view uid, std::int64_t since,
                                 std::int64_t limit) {
    return storage::latest_audit_rows(tx.db, uid, since, limit);
}

}  // namespace roster
