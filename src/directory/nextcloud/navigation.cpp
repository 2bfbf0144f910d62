// SPDX-License-Identifier: Apache-2.0
#include "directory/nextcloud/navigation.h"

#include <algorithm>
#include <vector>

#include "base/json/writer.h"
#include "base/text.h"

namespace roster {
namespace {

struct Entry {
    std::string_view app;
    std::string_view name;
    std::string_view icon;
    std::int64_t order;
};

// Entries with equal positions keep this order.
constexpr Entry kEntries[] = {
    {"dashboard", "Dashboard", "dashboard.svg", -10},
    {"files", "Files", "app.svg", 0},
    {"photos", "Photos", "photos.svg", 1},
    {"activity", "Activity", "activity.svg", 1},
};

// The apps that open after a login when the caller has chosen no order.
constexpr std::string_view kDefaultApps[] = {"dashboard", "files"};

// An entry of the user menu.
struct SettingsEntry {
    std::string_view id;
    std::int64_t order;
    std::string path;
    std::string_view icon;  // "" for none
    std::string_view name;
};

std::vector<SettingsEntry> settings_entries(const NavigationContext& context) {
    const bool is_admin = context.is_admin;
    std::vector<SettingsEntry> entries;
    entries.push_back({"profile", 1, "/u/" + percent_encode(context.uid), "", "View profile"});
    if (context.is_enabled("theming"))
        entries.push_back({"accessibility_settings", 2, "/settings/user/theming",
                           "/apps/theming/img/accessibility-dark.svg",
                           "Appearance and accessibility"});
    entries.push_back(
        {"settings", 3, "/settings/user",
         is_admin ? "/apps/settings/img/personal.svg" : "/apps/settings/img/admin.svg",
         is_admin ? "Personal settings" : "Settings"});
    if (is_admin) {
        entries.push_back({"admin_settings", 4, "/settings/admin/overview",
                           "/apps/settings/img/admin.svg", "Administration settings"});
        entries.push_back(
            {"core_apps", 5, "/settings/apps", "/apps/settings/img/apps.svg", "Apps"});
    }
    if (context.administers_somebody)
        entries.push_back(
            {"core_users", 6, "/settings/users", "/apps/settings/img/users.svg", "Accounts"});
    if (context.has_help)
        entries.push_back(
            {"help", 99'998, "/settings/help", "/apps/settings/img/help.svg", "Help & privacy"});
    entries.push_back({"logout", 99'999,
                       "/logout?requesttoken=" + percent_encode(context.request_token.reveal()),
                       "/core/img/actions/logout.svg", "Log out"});
    return entries;
}

std::string_view default_app(const std::vector<Entry>& entries, const NavigationContext& context) {
    for (const Entry& entry : entries)
        if (context.own_order.contains(entry.app)) return entry.app;
    for (const std::string_view app : kDefaultApps)
        if (std::ranges::find(entries, app, &Entry::app) != entries.end()) return app;
    return {};
}

}  // namespace

void write_navigation(Writer& out, const NavigationContext& context) {
    std::vector<Entry> entries;
    for (Entry entry : kEntries) {
        if (!context.is_enabled(entry.app)) continue;
        const auto own = context.own_order.find(entry.app);
        if (own != context.own_order.end()) entry.order = own->second;
        entries.push_back(entry);
    }
    std::ranges::stable_sort(entries, {}, &Entry::order);

    const std::string_view first = default_app(entries, context);
    out.begin_list();
    for (const Entry& entry : entries) {
        const std::string path = context.base + "/apps/" + std::string(entry.app);
        out.begin_map();
        out.member("id", entry.app);
        out.member("order", entry.order);
        out.member("href", path + "/");
        out.member("icon", path + "/img/" + std::string(entry.icon));
        out.member("type", "link");
        out.member("name", entry.name);
        out.member("app", entry.app);
        out.member("active", false);
        out.member("unread", 0);
        out.member("classes", "");
        out.member("default", entry.app == first);
        out.end();
    }
    out.end();
}

void write_settings_navigation(Writer& out, const NavigationContext& context) {
    out.begin_list();
    for (const SettingsEntry& entry : settings_entries(context)) {
        out.begin_map();
        out.member("type", "settings");
        out.member("id", entry.id);
        out.member("order", entry.order);
        out.member("href", context.base + entry.path);
        if (!entry.icon.empty()) out.member("icon", context.base + std::string(entry.icon));
        out.member("name", entry.name);
        out.member("active", false);
        out.member("unread", 0);
        if (entry.icon.empty()) out.member("icon", "");
        out.member("classes", "");
        out.end();
    }
    out.end();
}

}  // namespace roster
