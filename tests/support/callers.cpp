// SPDX-License-Identifier: Apache-2.0
#include "support/callers.h"

namespace roster {

namespace {

void delegate(World& world, const char* gid, const std::string& page) {
    world.db->change("INSERT INTO oc_authorized_groups (group_id, class) VALUES (?, ?)", gid,
                     "OCA\\Settings\\Settings\\Admin\\" + page);
}

}  // namespace

Callers::Callers() {
    world.group("team").group("helpers").group("sharers");
    world.user("plain").subadmin("subadmin", "team").user("disabled");
    world.user("delegated", {"helpers"}).user("sharing", {"sharers"});
    world.as("admin").put("/cloud/users/disabled/disable");
    delegate(world, "helpers", "Users");
    delegate(world, "sharers", "Sharing");
    world.set("auth.bruteforce.protection.enabled", false);
    world.set("ratelimit.protection.enabled", false);
}

std::string Callers::uid_of(CallerKind kind) {
    switch (kind) {
        case CallerKind::nobody:
            return "";
        case CallerKind::plain:
            return "plain";
        case CallerKind::subadmin:
            return "subadmin";
        case CallerKind::delegated:
            return "delegated";
        case CallerKind::sharing:
            return "sharing";
        case CallerKind::admin:
        case CallerKind::outside:
            return "admin";
        case CallerKind::disabled:
            return "disabled";
        case CallerKind::wrong:
            return "ghost";
    }
    return "";
}

Answer Callers::call(CallerKind kind, std::string_view method, const std::string& path,
                     const Form& form) {
    const bool outside = kind == CallerKind::outside;
    if (outside) world.set("allowed_admin_ranges", "10.0.0.0/8");
    Answer answer = world.as(uid_of(kind)).call(std::string(method), path, form);
    if (outside) world.house_installation.settings.remove({"allowed_admin_ranges"});
    return answer;
}

std::string path_of(const Route& route, const std::string& value) {
    std::string path(route.path);
    for (std::size_t open; (open = path.find('{')) != std::string::npos;)
        path.replace(open, path.find('}') - open + 1, value);
    return path;
}

}  // namespace roster
