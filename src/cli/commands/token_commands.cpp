// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <fmt/ranges.h>

#include "base/clock.h"
#include "base/php/php.h"
#include "cli/commands/handlers.h"
#include "cli/output/redaction.h"
#include "cli/passwords.h"
#include "cli/transport/api_calls.h"

namespace roster::cli {

namespace {

constexpr const char* kNoTokenOwner = "user not found";
constexpr const char* kTokenWithoutPassword =
    "No password provided. The generated app password will therefore have limited capabilities. "
    "Any operation that requires the login password will fail.";
// Where occ reports an unknown token.
constexpr std::string_view kTokenPlace = "In PublicKeyTokenMapper.php line 103:";

std::string name_of_type(std::int64_t type) {
    constexpr std::string_view kNames[] = {"temporary", "permanent", "wipe"};
    return type >= 0 && type < std::ssize(kNames) ? std::string(kNames[type]) : "unknown";
}

// The names of a token's scopes.
std::string scopes_of(const Reply& token) {
    std::vector<std::string> names;
    if (const Array* scope = token["scope"].array())
        for (const auto& [name, granted] : *scope)
            if (to_bool(granted)) names.push_back(name);
    return fmt::format("{}", fmt::join(names, ", "));
}

std::vector<Reply> tokens_in(const Reply& reply) {
    std::vector<Reply> tokens;
    if (const Array* rows = reply.data.array())
        for (const auto& [index, row] : *rows)
            tokens.push_back({.status = reply.status, .data = row, .message = {}});
    return tokens;
}

void show_as_table(const Invocation& invocation, const std::vector<Reply>& tokens) {
    if (tokens.empty()) return;
    std::vector<std::vector<std::string>> lines;
    for (const Reply& token : tokens)
        lines.push_back({to_line(token["id"]), token.text("name"),
                         to_iso8601(token.integer("last_activity")),
                         name_of_type(token.integer("type")), scopes_of(token)});
    invocation.print(format_table({"id", "name", "lastActivity", "type", "scope"}, lines));
}

}  // namespace

int auth_tokens_add(Invocation& invocation) {
    const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("user"));
    if (!uid) return invocation.fail(kNoUser);
    Array wanted;
    wanted.set("name", invocation.arguments.value("name").value_or("cli"));
    if (invocation.has("password-from-env")) {
        const std::string password = password_from_environment(invocation);
        if (password.empty()) return invocation.fail(kEmptyPassword);
        wanted.set("password", password);
    } else if (invocation.is_interactive()) {
        const std::string password = invocation.ask("Enter the user password: ", Echo::off);
        if (!password.empty()) wanted.set("password", password);
    }
    if (!wanted.find("password")) invocation.say(kTokenWithoutPassword);
    const Reply reply =
        invocation.client.api("POST", own_user_path(*uid, "/app-passwords"), std::move(wanted));
    if (!reply.good()) return invocation.fail(reply.message);
    invocation.say("app password:");
    invocation.say(reply.text("app_password"));
    return 0;
}

int auth_tokens_list(Invocation& invocation) {
    const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("user"));
    if (!uid) return invocation.fail(kNoTokenOwner);
    const std::vector<Reply> tokens =
        tokens_in(invocation.client.api("GET", own_user_path(*uid, "/tokens")));
    if (invocation.shows_plain()) {
        show_as_table(invocation, tokens);
        return 0;
    }
    Array shown;
    for (const Reply& token : tokens) {
        Array row;
        row.set("id", token["id"]);
        row.set("name", token["name"]);
        row.set("lastActivity", token["last_activity"]);
        row.set("type", token["type"]);
        row.set("scope", token["scope"]);
        shown.push(std::move(row));
    }
    invocation.show(shown);
    return 0;
}

int auth_tokens_delete(Invocation& invocation) {
    const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("uid"));
    if (!uid) return invocation.fail(kNoTokenOwner);
    const std::int64_t id = to_int(invocation.text("id"));
    const std::string since = invocation.option("last-used-before");
    if (id != 0 && !since.empty())
        return invocation.fail_with_usage("Option --last-used-before cannot be used with [<id>]");
    if (id == 0 && since.empty())
        return invocation.fail_with_usage(
            "Not enough arguments. Specify the token <id> or use the --last-used-before option.");
    if (id != 0) {
        const Reply reply =
            invocation.client.api("DELETE", own_user_path(*uid, fmt::format("/tokens/{}", id)));
        return reply.good() ? 0 : invocation.fail_with_usage(reply.message, kTokenPlace);
    }
    const std::optional<std::int64_t> time = parse_time(since, system_seconds());
    if (!time) return invocation.fail_with_usage(no_time(since));
    Array range;
    range.set("last_used_before", *time);
    const Reply reply =
        invocation.client.api("DELETE", own_user_path(*uid, "/old-tokens"), std::move(range));
    return reply.good() ? 0 : invocation.fail(reply.message);
}

}  // namespace roster::cli
