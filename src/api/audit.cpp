// SPDX-License-Identifier: Apache-2.0
#include "directory/audit.h"

#include <algorithm>

#include "api/handlers.h"
#include "base/clock.h"
#include "base/json/json.h"
#include "directory/change_feed.h"

namespace roster::api {

namespace {

void write_optional(Writer& out, std::string_view name, const std::optional<std::string>& text) {
    if (text)
        out.member(name, *text);
    else
        out.member(name, Value());
}

void write_row(Writer& out, const AuditRow& row) {
    const AuditEntry& entry = row.entry;
    out.begin_map();
    out.member("id", row.id);
    out.member("time", to_iso8601(entry.occurred));
    out.member("actor", entry.actor);
    out.member("credential", entry.credential);
    out.member("token_id", entry.token_id);
    out.member("address", entry.address);
    out.member("request_id", entry.request_id);
    out.member("action", entry.action);
    out.member("subject", entry.subject);
    out.member("field", entry.field);
    write_optional(out, "before", entry.before);
    write_optional(out, "after", entry.after);
    out.member("hash", row.hash);
    out.end();
}

// Written map by map, because an empty Value is a list.
void write_fields(Writer& out, std::string_view stored) {
    const Value fields = parse_json(stored).value_or(Array{});
    out.key("fields");
    out.begin_map();
    for (const auto& [name, values] : *fields.array()) {
        out.key(name);
        out.begin_map();
        for (const auto& [side, value] : *values.array())
            out.member(side, value);
        out.end();
    }
    out.end();
}

void write_entry(Writer& out, const FeedEntry& entry) {
    out.begin_map();
    out.member("number", entry.number);
    out.member("time", to_iso8601(entry.occurred));
    out.member("kind", entry.kind);
    out.member("subject_kind", entry.subject_kind);
    out.member("subject", entry.subject);
    write_fields(out, entry.fields);
    out.end();
}

}  // namespace

Result<Done> list_audit(Call& call) {
    constexpr std::int64_t kUsualRows = 100, kMostRows = 100'000;
    const std::string uid = TRY(call.text("user"));
    const std::int64_t limit =
        std::clamp<std::int64_t>(call.integer("limit", kUsualRows), 1, kMostRows);
    call.out.begin_list();
    for (const AuditRow& row : list_audit(call.tx, uid, call.integer("since", 0), limit))
        write_row(call.out, row);
    call.out.end();
    return Done{};
}

Result<Done> check_audit(Call& call) {
    const std::string expected = TRY(call.text("contains"));
    const AuditCheck check = check_audit(call.tx, expected);
    call.out.begin_map();
    call.out.member("rows", check.rows);
    call.out.member("last_hash", check.last_hash);
    call.out.member("contained", expected.empty() || check.has_expected);
    if (check.fault) {
        call.out.member("fault_id", check.fault->id);
        call.out.member("fault", check.fault->reason);
    }
    call.out.end();
    return Done{};
}

Result<Done> list_changes(Call& call) {
    constexpr std::int64_t kUsualEntries = 100, kMostEntries = 1000;
    const std::int64_t limit =
        std::clamp<std::int64_t>(call.integer("limit", kUsualEntries), 1, kMostEntries);
    const FeedPage page = TRY(read_feed(call.tx, call.integer("after", 0), limit));
    call.out.begin_map();
    call.out.key("changes");
    call.out.begin_list();
    for (const FeedEntry& entry : page.entries)
        write_entry(call.out, entry);
    call.out.end();
    call.out.member("next", page.next);
    call.out.end();
    return Done{};
}

Result<Done> note_command(Call& call) {
    const std::string words = TRY(call.required("words"));
    note_event(call.tx, "Console command executed: " + words);
    return Done{};
}

}  // namespace roster::api
