// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "base/clock.h"
#include "base/json/json.h"
#include "cli/commands/handlers.h"
#include "cli/output/redaction.h"

namespace roster::cli {

namespace {

std::string member(const Array& row, std::string_view name) {
    const Value* value = row.find(name);
    return value && !value->is_null() ? to_line(*value) : "";
}

// The whole number of an option. A typing error must not count as 0, which would restart the feed
// from its beginning.
std::int64_t number_of(const Invocation& invocation, std::string_view option, const char* what,
                       std::int64_t least) {
    const std::string text = invocation.option(option);
    const auto number = read_number<std::int64_t>(text, what);
    if (number < least) throw std::runtime_error(fmt::format("{} is no {}", text, what));
    return number;
}

// Settings and values with several fields are JSON already.
std::string quoted(const std::string& value) {
    const std::optional<Value> json = parse_json(value);
    return json && (json->array() || json->text()) ? value : fmt::format("\"{}\"", value);
}

// time actor action subject field: before -> after
std::string describe(const Array& row) {
    const std::string actor = member(row, "actor");
    std::string line = fmt::format("{} {} {} {}", member(row, "time"),
                                   actor.empty() ? member(row, "credential") : actor,
                                   member(row, "action"), member(row, "subject"));
    if (!member(row, "field").empty()) line += " " + member(row, "field");
    const std::string before = member(row, "before"), after = member(row, "after");
    if (!before.empty() || !after.empty())
        line += fmt::format(": {} -> {}", quoted(before), quoted(after));
    return line;
}

// number time kind subject: the names of the fields
std::string describe_change(const Array& entry) {
    std::string line = fmt::format("{} {} {} {}", member(entry, "number"), member(entry, "time"),
                                   member(entry, "kind"), member(entry, "subject"));
    const Array* fields = entry.find("fields")->array();
    for (const auto& [name, values] : *fields)
        line += fmt::format("{}{}", &values == &fields->begin()->second ? ": " : ", ", name);
    return line;
}

}  // namespace

int audit_list(Invocation& invocation) {
    Array arguments;
    arguments.set("user", invocation.option("user"));
    arguments.set("limit", number_of(invocation, "limit", "number of rows", 1));
    if (const std::string since = invocation.option("since"); !since.empty()) {
        const std::optional<std::int64_t> seconds = parse_time(since, system_seconds());
        if (!seconds) return invocation.fail_with_usage(no_time(since));
        arguments.set("since", *seconds);
    }
    const Reply reply = invocation.client.api("GET", "/audit", std::move(arguments));
    if (!reply.good()) return invocation.fail(reply.message);
    if (!invocation.shows_plain()) {
        invocation.show(reply.data);
        return 0;
    }
    for (const auto& [index, row] : *reply.data.array())
        invocation.say(describe(*row.array()));
    return 0;
}

int audit_verify(Invocation& invocation) {
    Array arguments;
    arguments.set("contains", invocation.option("contains"));
    const Reply reply = invocation.client.api("GET", "/audit-check", std::move(arguments));
    if (!reply.good()) return invocation.fail(reply.message);
    if (!reply.text("fault").empty())
        return invocation.fail(fmt::format("Row {} cannot be trusted: {}.",
                                           to_line(reply["fault_id"]), reply.text("fault")));
    if (!reply.is("contained"))
        return invocation.fail("No row has that hash: rows were taken out at the end.");
    invocation.say(fmt::format("{} rows, each as it was written.", to_line(reply["rows"])));
    invocation.say(fmt::format("The last has the hash {}", reply.text("last_hash")));
    return 0;
}

int changes_list(Invocation& invocation) {
    Array arguments;
    arguments.set("after", number_of(invocation, "after", "number of a change", 0));
    arguments.set("limit", number_of(invocation, "limit", "number of changes", 1));
    const Reply reply = invocation.client.api("POST", "/changes", std::move(arguments));
    if (!reply.good()) return invocation.fail(reply.message);
    if (!invocation.shows_plain()) {
        const bool indented = invocation.option("output") == "json_pretty";
        invocation.say(indented ? indent_json(reply.json) : reply.json);
        return 0;
    }
    for (const auto& [index, entry] : *reply["changes"].array())
        invocation.say(describe_change(*entry.array()));
    return 0;
}

}  // namespace roster::cli
