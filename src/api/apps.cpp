// SPDX-License-Identifier: Apache-2.0
#include "directory/config/apps.h"

#include "api/handlers.h"
#include "base/php/php.h"
#include "directory/config/app_values.h"
#include "directory/groups/groups.h"

namespace roster::api {

namespace {

std::string installed_version(Transaction& tx, std::string_view app) {
    return app_text(tx, app, "installed_version");
}

// The existing groups, by gid and display name; unknown ones are ignored.
struct FoundGroups {
    std::vector<Gid> gids{};
    std::vector<std::string> names{};
};
FoundGroups find_groups(Transaction& tx, const std::vector<std::string>& ids) {
    FoundGroups found;
    for (const std::string& id : ids)
        if (const Result<Group> group = find_group(tx, id)) {
            found.gids.push_back(group->gid);
            found.names.push_back(group->display_name);
        }
    return found;
}

void write_switched(Call& call, std::string_view app, const std::string& version, bool changed,
                    const std::vector<std::string>& groups = {}) {
    call.out.begin_map();
    call.out.member("id", app);
    call.out.member("version", version);
    call.out.member("changed", changed);
    call.out.key("groups");
    call.out.begin_list();
    for (const std::string& group : groups)
        call.out.text(group);
    call.out.end();
    call.out.end();
}

Result<Done> switch_on(Call& call, const std::string& app) {
    const FoundGroups groups = find_groups(call.tx, TRY(call.texts("groups")));
    if (groups.gids.empty() && is_app_enabled(call.tx, app, Uid())) {
        write_switched(call, app, installed_version(call.tx, app), false);
        return Done{};
    }
    if (groups.gids.empty())
        TRY(enable_app(call.tx, app));
    else
        TRY(enable_app_for_groups(call.tx, app, groups.gids));
    write_switched(call, app, installed_version(call.tx, app), true, groups.names);
    return Done{};
}

Result<Done> switch_off(Call& call, const std::string& app) {
    const std::string version = installed_version(call.tx, app);
    if (is_always_enabled(app))
        return refuse(Errc::not_supported, "%s can't be disabled.", "app", app);
    if (!is_app_enabled(call.tx, app)) {
        write_switched(call, app, version, false);
        return Done{};
    }
    TRY(disable_app(call.tx, app));
    write_switched(call, app, version, true);
    return Done{};
}

}  // namespace

Result<Done> list_apps(Call& call) {
    call.out.begin_list();
    for (const App& app : all_apps()) {
        call.out.begin_map();
        call.out.member("id", app.id);
        call.out.member("version", app.version);
        call.out.member("installed_version", installed_version(call.tx, app.id));
        call.out.member("enabled", is_app_enabled(call.tx, app.id));
        call.out.end();
    }
    call.out.end();
    return Done{};
}

Result<Done> switch_app(Call& call) {
    const std::string app = TRY(call.required("app"));
    const Value* enabled = call.find("enabled");
    if (!enabled) return refuse(Errc::missing_argument, "", "enabled");
    return to_bool(*enabled) ? switch_on(call, app) : switch_off(call, app);
}

}  // namespace roster::api
