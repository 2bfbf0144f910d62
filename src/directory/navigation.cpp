// SPDX-License-Identifier: Apache-2.0
#include "directory/navigation.h"

#include <algorithm>
#include <vector>

#include "base/writer.h"

namespace roster {
namespace {

struct Entry {
    std::string_view app;
    std::string_view name;
    std::string_view icon;
    std::int64_t order;
};

// Among equal places the one further up comes first.
constexpr Entry kEntries[] = {
    {"dashboard", "Dashboard", "dashboard.svg", -10},
    {"files", "Files", "app.svg", 0},
    {"photos", "Photos", "photos.svg", 1},
    {"activity", "Activity", "activity.svg", 1},
};

// The apps that are opened after a login, when the caller has chosen no order.
constexpr std::string_view kDefaultApps[] = {"dashboard", "files"};

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

}  // namespace roster
