// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <map>

#include "base/text.h"
#include "cli/commands/handlers.h"

namespace roster::cli {

namespace {

constexpr int kCannotBeDisabled = 2;

Array to_list(const std::vector<std::string>& texts) {
    Array list;
    for (const std::string& text : texts)
        list.push(text);
    return list;
}

// Versions by app, sorted by name.
Array sorted_versions(const std::map<std::string, std::string>& versions) {
    Array sorted;
    for (const auto& [app, version] : versions)
        sorted.set(app, version);
    return sorted;
}

int enable_one(const Invocation& invocation, const std::string& app) {
    Array change;
    change.set("app", app);
    change.set("enabled", true);
    change.set("groups", to_list(invocation.arguments.values("groups")));
    const Reply reply = invocation.client.api("PUT", "/apps", std::move(change));
    if (reply.text("code") == "app_not_found" || reply.text("code") == "invalid_argument")
        return invocation.fail(
            fmt::format("Could not download app {}, it was not found on the appstore", app));
    if (!reply.good()) return invocation.fail(reply.message);
    if (!reply.is("changed")) {
        invocation.say(app + " already enabled");
        return 0;
    }
    const std::vector<std::string> groups = reply.texts("groups");
    std::string line = fmt::format("{} {} enabled", app, reply.text("version"));
    if (!groups.empty()) line += fmt::format(" for groups: {}", fmt::join(groups, ", "));
    invocation.say(line);
    return 0;
}

int disable_one(const Invocation& invocation, const std::string& app) {
    Array change;
    change.set("app", app);
    change.set("enabled", false);
    const Reply reply = invocation.client.api("PUT", "/apps", std::move(change));
    if (!reply.good()) return invocation.fail(reply.message, kCannotBeDisabled);
    if (reply.is("changed"))
        invocation.say(fmt::format("{} {} disabled", app, reply.text("version")));
    else
        invocation.say(fmt::format("No such app enabled: {}", app));
    return 0;
}

// Runs for each app; the last failure is the exit status.
int for_each_app(const Invocation& invocation,
                 int (*act)(const Invocation& invocation, const std::string& app)) {
    int status = 0;
    for (const std::string& app : invocation.arguments.texts("app-id"))
        if (const int failed = act(invocation, app)) status = failed;
    return status;
}

}  // namespace

int app_list(Invocation& invocation) {
    const Reply reply = invocation.client.api("GET", "/apps");
    std::map<std::string, std::string> enabled, disabled;
    // Every app that Roster knows is shipped with Nextcloud.
    const bool shows_shipped = invocation.option("shipped") != "false";
    if (const Array* apps = reply.data.array(); apps && shows_shipped)
        for (const auto& [index, row] : *apps) {
            const Reply app{.status = reply.status, .data = row, .message = {}};
            const std::string installed = app.text("installed_version");
            if (app.is("enabled"))
                enabled[app.text("id")] = installed;
            else
                disabled[app.text("id")] =
                    app.text("version") +
                    (installed.empty() ? "" : fmt::format(" (installed {})", installed));
        }
    const bool only_enabled = invocation.has("enabled"), only_disabled = invocation.has("disabled");
    Array shown;
    if (only_enabled || !only_disabled) shown.set("enabled", sorted_versions(enabled));
    if (only_disabled || !only_enabled) shown.set("disabled", sorted_versions(disabled));
    if (!invocation.shows_plain()) {
        invocation.show(shown);
        return 0;
    }
    for (const auto& [kind, versions] : shown) {
        invocation.say(kind == "enabled" ? "Enabled:" : "Disabled:");
        invocation.show(versions);
    }
    return 0;
}

int app_enable(Invocation& invocation) {
    return for_each_app(invocation, enable_one);
}

int app_disable(Invocation& invocation) {
    return for_each_app(invocation, disable_one);
}

}  // namespace roster::cli
