// SPDX-License-Identifier: Apache-2.0
#include "directory/config/app_values.h"
#include "directory/config/preferences.h"
#include "ocs/handlers.h"

namespace roster::ocs {

namespace {

void write_keys(Writer& out, const std::vector<Value>& keys) {
    out.begin_map();
    out.key("data");
    out.begin_list();
    for (const Value& key : keys)
        out.value(key);
    out.end();
    out.end();
}

}  // namespace

Result<Done> list_apps_with_values(Call& call) {
    write_keys(call.out, roster::list_apps_with_values(call.tx));
    return Done{};
}

Result<Done> list_app_value_keys(Call& call) {
    const std::string app = TRY(call.required("app"));
    write_keys(call.out, TRY(roster::list_app_value_keys(call.tx, app)));
    return Done{};
}

Result<Done> get_app_value(Call& call) {
    const std::string app = TRY(call.required("app"));
    const std::string key = TRY(call.required("key"));
    const std::string otherwise = TRY(call.text("defaultValue"));
    const std::string value = TRY(read_app_value(call.tx, app, key, otherwise));
    call.out.begin_map();
    call.out.member("data", value);
    call.out.end();
    return Done{};
}

Result<Done> set_app_value(Call& call) {
    const std::string app = TRY(call.required("app"));
    const std::string key = TRY(call.required("key"));
    const std::string value = TRY(call.required("value"));
    return write_app_value(call.tx, app, key, value);
}

Result<Done> delete_app_value(Call& call) {
    const std::string app = TRY(call.required("app"));
    const std::string key = TRY(call.required("key"));
    return remove_app_value(call.tx, app, key);
}

Result<Done> set_preference(Call& call) {
    const std::string app = TRY(call.required("appId"));
    const std::string key = TRY(call.required("configKey"));
    const std::string value = TRY(call.required("configValue"));
    return set_own_preference(call.tx, app, key, value);
}

Result<Done> set_preferences(Call& call) {
    const std::string app = TRY(call.required("appId"));
    const Array values = TRY(call.required_list("configs"));
    return set_own_preferences(call.tx, app, values);
}

Result<Done> delete_preference(Call& call) {
    const std::string app = TRY(call.required("appId"));
    const std::string key = TRY(call.required("configKey"));
    return delete_own_preferences(call.tx, app, {key});
}

Result<Done> delete_preferences(Call& call) {
    const std::string app = TRY(call.required("appId"));
    TRY(call.required_list("configKeys"));
    const std::vector<std::string> keys = TRY(call.texts("configKeys"));
    return delete_own_preferences(call.tx, app, keys);
}

}  // namespace roster::ocs
