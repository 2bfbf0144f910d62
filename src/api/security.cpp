// SPDX-License-Identifier: Apache-2.0
#include "api/handlers.h"
#include "base/php/php.h"
#include "directory/config/system_settings.h"
#include "directory/login/attempts.h"
#include "directory/login/two_factor.h"
#include "directory/users/users.h"

namespace roster::api {

namespace {

constexpr const char* kEnforced = "twofactor_enforced";
constexpr const char* kGroups = "twofactor_enforced_groups";
constexpr const char* kExcludedGroups = "twofactor_enforced_excluded_groups";

}  // namespace

Result<Done> get_attempts(Call& call) {
    const std::string address = TRY(call.required("address"));
    const std::string action = TRY(call.text("action"));
    const AttemptState state = attempts_of(call.tx, address, action);
    call.out.begin_map();
    call.out.member("bypass-listed", state.allow_listed);
    call.out.member("attempts", state.attempts);
    call.out.member("delay", state.delay_ms);
    call.out.end();
    return Done{};
}

Result<Done> forget_attempts(Call& call) {
    const std::string address = TRY(call.required("address"));
    forget_attempts_of(call.tx, address);
    return Done{};
}

Result<Done> switch_two_factor(Call& call) {
    const std::string uid = TRY(call.required("uid"));
    const std::string provider = TRY(call.required("provider"));
    const User user = TRY(find_user(call.tx, uid));
    const bool switched =
        TRY(switch_two_factor(call.tx, user.uid, provider, switched_on(call, "enabled")));
    call.out.begin_map();
    call.out.member("switched", switched);
    call.out.end();
    return Done{};
}

Result<Done> get_two_factor_enforcement(Call& call) {
    const Settings& settings = *call.tx.settings;
    call.out.begin_map();
    call.out.member("enforced", settings.text(kEnforced) == "true");
    call.out.member("groups", settings.texts(kGroups));
    call.out.member("excluded_groups", settings.texts(kExcludedGroups));
    call.out.end();
    return Done{};
}

Result<Done> set_two_factor_enforcement(Call& call) {
    const Array groups = TRY(call.list("groups"));
    const Array excluded = TRY(call.list("excluded_groups"));
    const bool enforced = switched_on(call, "enforced");
    set_system_setting(call.tx, {kGroups}, enforced ? groups : Array{});
    set_system_setting(call.tx, {kExcludedGroups}, enforced ? excluded : Array{});
    set_system_setting(call.tx, {kEnforced}, enforced ? "true" : "false");
    return Done{};
}

}  // namespace roster::api
