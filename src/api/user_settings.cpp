// SPDX-License-Identifier: Apache-2.0
#include "directory/config/user_settings.h"

#include "api/handlers.h"

namespace roster::api {

Result<Done> list_user_settings(Call& call) {
    const Uid uid(TRY(call.required("uid")));
    call.out.begin_list();
    for (const UserSetting& setting : list_user_settings(call.tx, uid)) {
        call.out.begin_map();
        call.out.member("app", setting.app);
        call.out.member("key", setting.key);
        call.out.member("value", setting.value);
        call.out.end();
    }
    call.out.end();
    return Done{};
}

Result<Done> get_user_setting(Call& call) {
    const Uid uid(TRY(call.required("uid")));
    const std::string app = TRY(call.required("app"));
    const std::string key = TRY(call.required("key"));
    const std::optional<std::string> value = find_user_setting(call.tx, uid, app, key);
    if (!value) return refuse(Errc::not_found, "There is no such setting", "key");
    call.out.begin_map();
    call.out.member("value", *value);
    call.out.end();
    return Done{};
}

Result<Done> set_user_setting(Call& call) {
    const Uid uid(TRY(call.required("uid")));
    const std::string app = TRY(call.required("app"));
    const std::string key = TRY(call.required("key"));
    const std::string value = TRY(call.required("value"));
    return set_user_setting(call.tx, uid, app, key, value);
}

Result<Done> delete_user_setting(Call& call) {
    const Uid uid(TRY(call.required("uid")));
    const std::string app = TRY(call.required("app"));
    const std::string key = TRY(call.required("key"));
    return delete_user_setting(call.tx, uid, app, key);
}

}  // namespace roster::api
