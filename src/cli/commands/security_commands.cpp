// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <fmt/ranges.h>

#include "base/address.h"
#include "cli/commands/handlers.h"
#include "cli/transport/api_calls.h"

namespace roster::cli {

namespace {

constexpr std::string_view kAttempts = "/bruteforce-attempts", kFactors = "/two-factor";
constexpr std::string_view kEnforcement = "/two-factor-enforcement";
constexpr const char* kInvalidUid = "Invalid UID";
// Where occ reports an unknown provider.
constexpr std::string_view kProviderPlace = "In ProviderManager.php line 34:";

int switch_provider(const Invocation& invocation, bool enabled) {
    const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("uid"));
    if (!uid) return invocation.fail(kInvalidUid);
    const std::string provider = invocation.text("provider_id");
    Array change;
    change.set("uid", *uid);
    change.set("provider", provider);
    change.set("enabled", enabled);
    const Reply reply = invocation.client.api("PUT", kFactors, std::move(change));
    if (!reply.good())
        return invocation.fail_with_usage(
            fmt::format("The provider '{}' does not exist'", provider), kProviderPlace);
    const std::string typed = invocation.text("uid");
    if (!reply.is("switched"))
        return invocation.fail(fmt::format("The provider does not support this operation."), 2);
    invocation.say(fmt::format("Two-factor provider {} {} for user {}.", provider,
                               enabled ? "enabled" : "disabled", typed));
    return 0;
}

// 0 for an IP address; otherwise prints an error and returns the exit status.
int refuse_no_address(const Invocation& invocation) {
    const std::string address = invocation.text("ipaddress");
    if (is_address(address)) return 0;
    return invocation.fail(fmt::format("\"{}\" is not a valid IP address", address));
}

Array to_list(const std::vector<std::string>& texts) {
    Array list;
    for (const std::string& text : texts)
        list.push(text);
    return list;
}

std::string describe_enforcement(const Reply& reply) {
    if (!reply.is("enforced")) return "Two-factor authentication is not enforced";
    const std::vector<std::string> groups = reply.texts("groups");
    const std::vector<std::string> excluded = reply.texts("excluded_groups");
    if (groups.empty() && excluded.empty())
        return "Two-factor authentication is enforced for all users";
    std::string text = "Two-factor authentication is enforced for ";
    text += groups.empty() ? "all users"
                           : fmt::format("members of the group(s) {}", fmt::join(groups, ", "));
    if (!excluded.empty()) text += fmt::format(", except members of {}", fmt::join(excluded, ", "));
    return text;
}

}  // namespace

int bruteforce_attempts(Invocation& invocation) {
    if (const int refused = refuse_no_address(invocation)) return refused;
    Array arguments;
    arguments.set("address", invocation.text("ipaddress"));
    arguments.set("action", invocation.text("action"));
    const Reply reply = invocation.client.api("GET", kAttempts, std::move(arguments));
    if (!reply.good()) return invocation.fail(reply.message);
    invocation.show(reply.data);
    return 0;
}

int bruteforce_reset(Invocation& invocation) {
    if (const int refused = refuse_no_address(invocation)) return refused;
    Array arguments;
    arguments.set("address", invocation.text("ipaddress"));
    const Reply reply = invocation.client.api("DELETE", kAttempts, std::move(arguments));
    return reply.good() ? 0 : invocation.fail(reply.message);
}

int two_factor_enable(Invocation& invocation) {
    return switch_provider(invocation, true);
}

int two_factor_disable(Invocation& invocation) {
    return switch_provider(invocation, false);
}

int two_factor_state(Invocation& invocation) {
    const std::string typed = invocation.text("uid");
    const std::optional<std::string> uid = find_uid(invocation.client, typed);
    if (!uid) return invocation.fail(kInvalidUid);
    Array arguments;
    arguments.set("user", *uid);
    const Reply reply = invocation.client.ocs("GET", "/twofactor/state", std::move(arguments));
    if (!reply.good()) return invocation.fail(reply.message);
    std::vector<std::string> enabled, disabled;
    if (const Array* states = reply.data.array())
        for (const auto& [provider, state] : *states)
            (state == Value(true) ? enabled : disabled).push_back(provider);
    invocation.say(fmt::format("Two-factor authentication is {}enabled for user {}",
                               enabled.empty() ? "not " : "", typed));
    for (const auto* providers : {&enabled, &disabled}) {
        if (providers->empty()) continue;
        invocation.say(providers == &enabled ? "\nEnabled providers:" : "\nDisabled providers:");
        for (const std::string& provider : *providers)
            invocation.say("- " + provider);
    }
    return 0;
}

int two_factor_enforce(Invocation& invocation) {
    const bool on = invocation.has("on");
    if (on || invocation.has("off")) {
        Array change;
        change.set("enforced", on);
        change.set("groups", to_list(invocation.arguments.values("group")));
        change.set("excluded_groups", to_list(invocation.arguments.values("exclude")));
        const Reply changed = invocation.client.api("PUT", kEnforcement, std::move(change));
        if (!changed.good()) return invocation.fail(changed.message);
    }
    const Reply reply = invocation.client.api("GET", kEnforcement);
    if (!reply.good()) return invocation.fail(reply.message);
    invocation.say(describe_enforcement(reply));
    return 0;
}

}  // namespace roster::cli
