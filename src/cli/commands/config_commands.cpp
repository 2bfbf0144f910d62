// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <fmt/ranges.h>

#include "base/json/json.h"
#include "base/php/php.h"
#include "base/text.h"
#include "cli/commands/handlers.h"
#include "cli/output/usage.h"

namespace roster::cli {

namespace {

constexpr std::string_view kSystem = "/system-settings", kApps = "/app-values";
// Where occ reports that a text is not a value of its type.
constexpr std::string_view kCastPlace = "In CastHelper.php line 20:";

Array names_of(const Invocation& invocation) {
    Array names;
    for (const std::string& name : invocation.arguments.texts("name"))
        names.push(name);
    Array arguments;
    arguments.set("names", std::move(names));
    return arguments;
}

std::string shown_names(const Invocation& invocation) {
    return fmt::format("{}", fmt::join(invocation.arguments.texts("name"), " => "));
}

Array app_value_of(const Invocation& invocation) {
    Array arguments;
    arguments.set("app", invocation.text("app"));
    arguments.set("key", invocation.text("name"));
    return arguments;
}

// A typed value, and its readable form.
struct Cast {
    Value value{};
    std::string readable{};
};

Expected<Cast, std::string> cast(const std::string& text, const std::string& type) {
    if (type == "string") {
        if (text.empty()) return Cast{text, "empty string"};
        return Cast{text, "string " + text};
    }
    if (type == "integer" || type == "int") {
        if (!is_numeric(text)) return Unexpected<std::string>{"Non-numeric value specified"};
        return Cast{to_int(text), fmt::format("integer {}", to_int(text))};
    }
    if (type == "double" || type == "float") {
        if (!is_numeric(text)) return Unexpected<std::string>{"Non-numeric value specified"};
        return Cast{to_number(text), "double " + to_line(to_number(text))};
    }
    if (type == "boolean" || type == "bool") {
        const std::string lower = to_ascii_lower(text);
        if (lower != "true" && lower != "false")
            return Unexpected<std::string>{"Unable to parse value as boolean"};
        return Cast{lower == "true", "boolean " + lower};
    }
    if (type == "null") return Cast{nullptr, "null"};
    if (type == "json") {
        std::optional<Value> value = parse_json(text);
        if (!value) return Unexpected<std::string>{"Unable to parse value as json"};
        return Cast{*std::move(value), "json " + text};
    }
    return Unexpected<std::string>{"Invalid type"};
}

// Handles a missing value.
int show_default(const Invocation& invocation) {
    if (!invocation.has("default-value")) return 1;
    invocation.show(invocation.option("default-value"));
    return 0;
}

// An optional yes or no: `--NAME`, `--no-NAME`.
std::optional<bool> choice(const Invocation& invocation, const std::string& name) {
    if (invocation.has("no-" + name)) return false;
    if (invocation.has(name)) return true;
    return std::nullopt;
}

// Asks whether a stored value may be stored in another way. Like in occ, --no-interaction means
// yes.
bool confirm(const Invocation& invocation, const std::string& request) {
    if (!invocation.is_interactive()) return true;
    invocation.say(fmt::format("You are about to set config value {}/{} as {}\n",
                               invocation.text("app"), invocation.text("name"), upper(request)));
    invocation.say("This might break thing, affect performance on your instance or its security!");
    const bool yes =
        to_ascii_lower(invocation.ask("Confirm this action by typing 'yes': ", Echo::on)) == "yes";
    invocation.say(yes ? "done\n" : "cancelled\n");
    return yes;
}

}  // namespace

int config_system_get(Invocation& invocation) {
    const Reply reply = invocation.client.api("GET", kSystem, names_of(invocation));
    if (!reply.good()) return show_default(invocation);
    if (reply["value"].is_null()) {
        // A setting that is null reads as empty; a null inside a setting reads as missing.
        if (invocation.arguments.texts("name").size() > 1) return show_default(invocation);
        invocation.show("");
        return 0;
    }
    invocation.show(reply["value"], {.prefix = "", .shows_indexes = false});
    return 0;
}

int config_system_set(Invocation& invocation) {
    const Expected<Cast, std::string> typed =
        cast(invocation.option("value"), invocation.option("type"));
    if (!typed) return invocation.fail_with_usage(typed.error(), kCastPlace);
    Array change = names_of(invocation);
    change.set("value", typed->value);
    change.set("only_existing", invocation.has("update-only"));
    const Reply reply = invocation.client.api("PUT", kSystem, std::move(change));
    if (!reply.good()) return invocation.fail(reply.message);
    invocation.say(
        fmt::format("System config value {} set to {}", shown_names(invocation), typed->readable));
    return 0;
}

int config_system_delete(Invocation& invocation) {
    const Reply reply = invocation.client.api("DELETE", kSystem, names_of(invocation));
    if (!reply.good()) return invocation.fail(reply.message);
    const std::string names = shown_names(invocation);
    if (!reply.is("existed") && invocation.has("error-if-not-exists"))
        return invocation.fail(
            fmt::format("System config {} could not be deleted because it did not exist", names));
    invocation.say(fmt::format("System config value {} deleted", names));
    return 0;
}

int config_list(Invocation& invocation) {
    Array arguments;
    const std::string section = invocation.text("app");
    arguments.set("section", section.empty() ? "all" : section);
    arguments.set("private", invocation.has("private"));
    const Reply reply = invocation.client.api("GET", "/configuration", std::move(arguments));
    if (!reply.good()) return invocation.fail(reply.message);
    invocation.show(reply.data);
    return 0;
}

int config_app_get(Invocation& invocation) {
    const Reply reply = invocation.client.api("GET", kApps, app_value_of(invocation));
    if (!reply.good()) return show_default(invocation);
    if (invocation.has("details"))
        invocation.show(reply.data);
    else
        invocation.show(reply["value"]);
    return 0;
}

int config_app_set(Invocation& invocation) {
    Array change = app_value_of(invocation);
    const std::string name = invocation.text("name"), app = invocation.text("app");
    const Reply stored = invocation.client.api("GET", kApps, change);
    if (!stored.good() && invocation.has("update-only"))
        return invocation.fail(fmt::format(
            "Config value {} for app {} not updated, as it has not been set before.", name, app));
    if (const auto value = invocation.arguments.value("value")) change.set("value", *value);
    const auto confirmed = [&](const std::string& request) {
        return !stored.good() || confirm(invocation, request);
    };
    const std::optional<std::string> type = invocation.arguments.value("type");
    if (type && (*type == stored.text("type") || confirmed(*type))) change.set("type", *type);
    for (const char* trait : {"lazy", "sensitive"}) {
        const std::optional<bool> wanted = choice(invocation, trait);
        if (!wanted) continue;
        const std::string request = (*wanted ? "" : "not ") + std::string(trait);
        if (*wanted == stored.is(trait) || confirmed(request)) change.set(trait, *wanted);
    }
    change.set("only_existing", invocation.has("update-only"));
    const Reply reply = invocation.client.api("PUT", kApps, std::move(change));
    if (!reply.good()) return invocation.fail(reply.message);
    if (!reply.is("changed")) {
        invocation.say("Config value were not updated");
        return 0;
    }
    invocation.say(
        fmt::format("Config value '{}' for app '{}' is now set to '{}', stored as {} in {}", name,
                    app, reply.is("sensitive") ? "<sensitive>" : reply.text("value"),
                    reply.text("type"), reply.is("lazy") ? "lazy cache" : "fast cache"));
    return 0;
}

int config_app_delete(Invocation& invocation) {
    const Reply reply = invocation.client.api("DELETE", kApps, app_value_of(invocation));
    if (!reply.good()) return invocation.fail(reply.message);
    const std::string name = invocation.text("name"), app = invocation.text("app");
    if (!reply.is("existed") && invocation.has("error-if-not-exists"))
        return invocation.fail(fmt::format(
            "Config {} of app {} could not be deleted because it did not exist", name, app));
    invocation.say(fmt::format("Config value {} of app {} deleted", name, app));
    return 0;
}

}  // namespace roster::cli
