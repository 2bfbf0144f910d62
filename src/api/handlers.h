// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/php/php.h"
#include "service/call.h"

// One function per endpoint of routes.cpp: it reads the arguments, calls the directory and writes
// the answer. Each returns Done, or the refusal.
namespace roster::api {

// Whether an argument is present and true.
inline bool switched_on(const Call& call, std::string_view name) {
    const Value* value = call.find(name);
    return value && to_bool(*value);
}

// settings.cpp: system settings and app values
Result<Done> get_system_setting(Call& call);
Result<Done> set_system_setting(Call& call);
Result<Done> delete_system_setting(Call& call);
Result<Done> list_configuration(Call& call);
Result<Done> get_app_value(Call& call);
Result<Done> set_app_value(Call& call);
Result<Done> delete_app_value(Call& call);

// apps.cpp
Result<Done> list_apps(Call& call);
Result<Done> switch_app(Call& call);

// people.cpp: users, groups, delegations
Result<Done> get_user(Call& call);
Result<Done> list_users(Call& call);
Result<Done> get_user_details(Call& call);
// Sends the welcome mail, with or without a link to set a password.
Result<Done> welcome_user(Call& call);
Result<Done> count_users(Call& call);
Result<Done> list_groups(Call& call);
Result<Done> get_group(Call& call);
Result<Done> list_delegations(Call& call);
Result<Done> add_delegation(Call& call);
Result<Done> remove_delegation(Call& call);
Result<Done> list_delegable_settings(Call& call);

// user_settings.cpp: stored settings of users
Result<Done> list_user_settings(Call& call);
Result<Done> get_user_setting(Call& call);
Result<Done> set_user_setting(Call& call);
Result<Done> delete_user_setting(Call& call);

// app_passwords.cpp: tokens of users
Result<Done> list_tokens(Call& call);
Result<Done> add_app_password(Call& call);
Result<Done> delete_token(Call& call);
Result<Done> delete_old_tokens(Call& call);

// security.cpp
Result<Done> get_attempts(Call& call);
Result<Done> forget_attempts(Call& call);
Result<Done> switch_two_factor(Call& call);
Result<Done> get_two_factor_enforcement(Call& call);
Result<Done> set_two_factor_enforcement(Call& call);

// audit.cpp
Result<Done> list_audit(Call& call);
Result<Done> check_audit(Call& call);
// The change feed after a number. Writes to the database: new entries get their numbers.
Result<Done> list_changes(Call& call);
// Records a typed command in audit.log.
Result<Done> note_command(Call& call);

// doctor.cpp
Result<Done> examine(Call& call);
Result<Done> mend(Call& call);

}  // namespace roster::api
