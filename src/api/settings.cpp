// SPDX-License-Identifier: Apache-2.0
#include "api/handlers.h"
#include "base/php/php.h"
#include "directory/config/app_value_details.h"
#include "directory/config/app_values.h"
#include "directory/config/system_settings.h"

namespace roster::api {

namespace {

Result<std::vector<std::string>> setting_names(Call& call) {
    std::vector<std::string> names = TRY(call.texts("names"));
    if (names.empty()) return refuse(Errc::missing_argument, "", "names");
    return names;
}

std::optional<bool> choice(Call& call, std::string_view name) {
    const Value* value = call.find(name);
    if (!value) return std::nullopt;
    return to_bool(*value);
}

bool only_existing(Call& call) {
    return choice(call, "only_existing").value_or(false);
}

void write_details(Writer& out, const std::string& app, const std::string& key,
                   const AppValueDetails& details) {
    out.member("app", app);
    out.member("key", key);
    out.member("value", details.value);
    out.member("type", details.type);
    out.member("lazy", details.lazy);
    out.member("sensitive", details.sensitive);
}

}  // namespace

Result<Done> get_system_setting(Call& call) {
    const std::vector<std::string> names = TRY(setting_names(call));
    const Value* value = find_system_setting(*call.tx.settings, names);
    if (!value) return refuse(Errc::not_found, "Config parameter does not exist", "names");
    call.out.begin_map();
    call.out.member("value", *value);
    call.out.end();
    return Done{};
}

Result<Done> set_system_setting(Call& call) {
    const std::vector<std::string> names = TRY(setting_names(call));
    if (only_existing(call) && !find_system_setting(*call.tx.settings, names))
        return refuse(Errc::not_found, "Config parameter does not exist", "names");
    const Value* value = call.find("value");
    set_system_setting(call.tx, names, value ? *value : Value());
    return Done{};
}

Result<Done> delete_system_setting(Call& call) {
    const std::vector<std::string> names = TRY(setting_names(call));
    const bool existed = remove_system_setting(call.tx, names);
    call.out.begin_map();
    call.out.member("existed", existed);
    call.out.end();
    return Done{};
}

Result<Done> list_configuration(Call& call) {
    const std::string section = TRY(call.text("section", "all"));
    const bool with_secrets = choice(call, "private").value_or(false);
    call.out.begin_map();
    if (section == "all" || section == "system")
        call.out.member("system", with_secrets ? call.tx.settings->values()
                                               : public_settings(*call.tx.settings));
    if (section != "system") {
        const bool all = section == "all";
        Array apps = list_app_values(call.tx, all ? "" : section, with_secrets);
        if (!all && apps.empty()) apps.set(section, Array{});
        call.out.member("apps", apps);
    }
    call.out.end();
    return Done{};
}

Result<Done> get_app_value(Call& call) {
    const std::string app = TRY(call.required("app"));
    const std::string key = TRY(call.required("key"));
    const std::optional<AppValueDetails> details = find_app_value_details(call.tx, app, key);
    if (!details) return refuse(Errc::not_found, "Config parameter does not exist", "key");
    call.out.begin_map();
    write_details(call.out, app, key, *details);
    call.out.end();
    return Done{};
}

Result<Done> set_app_value(Call& call) {
    const std::string app = TRY(call.required("app"));
    const std::string key = TRY(call.required("key"));
    if (only_existing(call) && !find_app_value_details(call.tx, app, key))
        return refuse(Errc::not_found, "Config parameter does not exist", "key");
    const AppValueChange change{.value = TRY(call.optional_text("value")),
                                .type = TRY(call.optional_text("type")),
                                .lazy = choice(call, "lazy"),
                                .sensitive = choice(call, "sensitive")};
    const bool changed = TRY(change_app_value(call.tx, app, key, change));
    call.out.begin_map();
    call.out.member("changed", changed);
    write_details(call.out, app, key, *find_app_value_details(call.tx, app, key));
    call.out.end();
    return Done{};
}

Result<Done> delete_app_value(Call& call) {
    const std::string app = TRY(call.required("app"));
    const std::string key = TRY(call.required("key"));
    const bool existed = forget_app_value(call.tx, app, key);
    call.out.begin_map();
    call.out.member("existed", existed);
    call.out.end();
    return Done{};
}

}  // namespace roster::api
