// SPDX-License-Identifier: Apache-2.0
#include "directory/config/apps.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/json/json.h"
#include "base/text.h"
#include "directory/audit.h"
#include "directory/rows.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"

namespace roster {

namespace {

constexpr std::string_view kOn = "yes", kOff = "no";
constexpr std::string_view kFiles = "files";
constexpr std::string_view kCore = "core";  // the server itself

// An app of one of these types cannot be limited to groups.
constexpr std::string_view kUnlimitedTypes[] = {"filesystem", "prelogin", "authentication",
                                                "logging", "prevent_group_restriction"};

bool is_lower_letter(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_in_id(char c) {
    return is_lower_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Whether the app value `enabled` includes a user in these groups.
bool is_on(std::string_view enabled, const std::vector<Gid>& gids) {
    if (enabled == kOn) return true;
    if (enabled == kOff || enabled.empty()) return false;
    const std::optional<Value> groups = parse_json(enabled);
    if (!groups || !groups->array()) return false;
    return std::any_of(groups->array()->begin(), groups->array()->end(),
                       [&gids](const Array::Entry& entry) {
                           return entry.second.text() && contains(gids, *entry.second.text());
                       });
}

// Apps of an attached installation that are not bundled are recognised by their rows.
bool is_installed(Transaction& tx, std::string_view app) {
    return !storage::app_value(rows_of(tx), app, "installed_version").value_or("").empty();
}

Result<Done> check_app_id(std::string_view app) {
    if (is_app_id(app)) return Done{};
    return refuse(Errc::invalid_argument, "Invalid app id given", "app");
}

// Writes the rows that an app gets when it is first switched on.
void install(Transaction& tx, const App& app) {
    if (is_installed(tx, app.id)) return;
    storage::set_app_value(rows_of(tx), app.id, "installed_version",
                           {.value = std::string(app.version)});
    storage::set_app_value(rows_of(tx), app.id, "types", {.value = std::string(app.types)});
}

// `enabled` as stored in the app value of that name.
void switch_app(Transaction& tx, std::string_view app, const std::string& enabled) {
    const std::optional<std::string> before = storage::app_value(rows_of(tx), app, "enabled");
    storage::set_app_value(rows_of(tx), app, "enabled", {.value = enabled});
    if (before != enabled)
        record_event(
            tx,
            {.kind = EventKind::app_switch,
             .subject = std::string(app),
             .fields = {{.field = "enabled", .before = before, .after = std::string(enabled)}}});
}

Result<Done> check_is_there(Transaction& tx, std::string_view app) {
    TRY(check_app_id(app));
    if (find_app(app) || is_installed(tx, app)) return Done{};
    tx.log({.level = LogLevel::info,
            .app = "appstoreFetcher",
            .message = "AppStore is disabled or this instance has no Internet connection to access "
                       "the default app store"});
    return refuse(Errc::app_not_found, "The request app was not found", "app");
}

}  // namespace

bool is_app_id(std::string_view text) {
    return !text.empty() && is_lower_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), is_in_id) && text.back() != '_' &&
           text.back() != '-';
}

bool is_always_enabled(std::string_view app) {
    const App* found = find_app(app);
    return app == kCore || (found && found->always_enabled);
}

bool is_app_enabled(Transaction& tx, std::string_view app, const Uid& uid) {
    if (is_always_enabled(app)) return true;
    return is_app_on_for(tx, storage::app_value(rows_of(tx), app, "enabled").value_or(""), uid);
}

bool is_app_on_for(Transaction& tx, std::string_view enabled, const Uid& uid) {
    if (enabled == kOn || enabled == kOff || enabled.empty() || uid.empty()) return enabled == kOn;
    return is_on(enabled, storage::gids_of_user(rows_of(tx), uid));
}

bool is_app_enabled(Transaction& tx, std::string_view app) {
    if (is_always_enabled(app)) return true;
    const std::string enabled = storage::app_value(rows_of(tx), app, "enabled").value_or("");
    return !enabled.empty() && enabled != kOff;
}

std::function<bool(std::string_view)> enabled_apps_of_caller(Transaction& tx) {
    std::vector<std::string> enabled = list_enabled_apps(tx);
    return [apps = std::move(enabled)](std::string_view app) {
        return app == kCore || std::ranges::binary_search(apps, app);
    };
}

std::vector<std::string> list_enabled_apps(Transaction& tx) {
    std::vector<std::string> enabled;
    for (const App& app : all_apps())
        if (app.always_enabled) enabled.emplace_back(app.id);
    const std::vector<Gid> gids = tx.actor.uid.empty()
                                      ? std::vector<Gid>{}
                                      : storage::gids_of_user(rows_of(tx), tx.actor.uid);
    for (const storage::AppState& state : storage::app_states(rows_of(tx)))
        if (!is_always_enabled(state.app) && is_on(state.enabled, gids))
            enabled.push_back(state.app);
    std::ranges::sort(enabled);
    return enabled;
}

std::vector<std::string> list_apps(Transaction& tx, AppFilter filter) {
    std::vector<std::string> enabled = list_enabled_apps(tx);
    if (filter == AppFilter::enabled) {
        const auto files = std::ranges::find(enabled, kFiles);
        std::rotate(enabled.begin(), files, files + 1);
        return enabled;
    }
    std::vector<std::string> apps;
    for (const App& app : all_apps()) {
        if (app.always_enabled) continue;
        if (filter == AppFilter::disabled && std::ranges::binary_search(enabled, app.id)) continue;
        apps.emplace_back(app.id);
    }
    return apps;
}

Result<App> find_stock_app(Transaction&, std::string_view app) {
    TRY(check_app_id(app));
    const App* found = find_app(app);
    if (!found) return refuse(Errc::app_not_found, "The request app was not found", "app");
    return *found;
}

Result<Done> enable_app(Transaction& tx, std::string_view app) {
    TRY(check_is_there(tx, app));
    if (const App* stock = find_app(app)) install(tx, *stock);
    switch_app(tx, app, std::string(kOn));
    note_event(tx, fmt::format("App \"{}\" enabled", app));
    return Done{};
}

Result<Done> enable_app_for_groups(Transaction& tx, std::string_view app,
                                   const std::vector<Gid>& gids) {
    TRY(check_is_there(tx, app));
    const App* stock = find_app(app);
    for (const std::string_view type : split(stock ? stock->types : "", ','))
        if (std::ranges::count(kUnlimitedTypes, type) > 0)
            return refuse(Errc::not_supported, "%s can't be enabled for groups.", "groups",
                          std::string(app));
    if (stock) install(tx, *stock);
    Array groups;
    for (const Gid& gid : gids)
        groups.push(gid.text());
    switch_app(tx, app, to_json(groups));
    note_event(tx, fmt::format("App \"{}\" enabled for groups: {}", app, fmt::join(gids, ", ")));
    return Done{};
}

Result<Done> disable_app(Transaction& tx, std::string_view app) {
    TRY(check_app_id(app));
    if (is_always_enabled(app))
        return refuse(Errc::internal, std::string(app) + " can't be disabled.",
                      "part of the server");
    switch_app(tx, app, std::string(kOff));
    note_event(tx, fmt::format("App \"{}\" disabled", app));
    return Done{};
}

}  // namespace roster
