// SPDX-License-Identifier: Apache-2.0
#include "directory/config/apps.h"

#include "ocs/handlers.h"

namespace roster::ocs {

namespace {

// As in PHP, `0` counts as no filter.
Result<AppFilter> read_filter(Call& call) {
    const std::string filter = TRY(call.text("filter"));
    if (filter.empty() || filter == "0") return AppFilter::all;
    if (filter == "enabled") return AppFilter::enabled;
    if (filter == "disabled") return AppFilter::disabled;
    return refuse(Errc::invalid_argument, "", "filter");
}

void write_apps(Writer& out, const std::vector<std::string>& apps) {
    out.begin_map();
    out.key("apps");
    out.begin_list();
    for (const std::string& app : apps)
        out.text(app);
    out.end();
    out.end();
}

}  // namespace

Result<Done> list_apps(Call& call) {
    const AppFilter filter = TRY(read_filter(call));
    write_apps(call.out, roster::list_apps(call.tx, filter));
    return Done{};
}

Result<Done> list_own_apps(Call& call) {
    write_apps(call.out, list_enabled_apps(call.tx));
    return Done{};
}

Result<Done> get_app(Call& call) {
    const std::string id = TRY(call.required("app"));
    const App app = TRY(find_stock_app(call.tx, id));
    write_app_information(call.out, app);
    return Done{};
}

Result<Done> enable_app(Call& call) {
    const std::string id = TRY(call.required("app"));
    return roster::enable_app(call.tx, id);
}

Result<Done> disable_app(Call& call) {
    const std::string id = TRY(call.required("app"));
    return roster::disable_app(call.tx, id);
}

}  // namespace roster::ocs
