// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/transport/invocation.h"

// One function per command of commands.inc: it calls the installation, prints, and returns the exit
// status.
namespace roster::cli {

// server_commands.cpp
int add_missing_indices(Invocation& invocation);
int install(Invocation& invocation);
int serve(Invocation& invocation);
int status(Invocation& invocation);
int maintenance_mode(Invocation& invocation);
int routes(Invocation& invocation);

// database_commands.cpp
int attach(Invocation& invocation);
int detach(Invocation& invocation);
int doctor(Invocation& invocation);
int db_convert_type(Invocation& invocation);

// tls_commands.cpp
int tls_self_signed(Invocation& invocation);

// help_commands.cpp
int help(Invocation& invocation);
int list(Invocation& invocation);

// config_commands.cpp
int config_system_get(Invocation& invocation);
int config_system_set(Invocation& invocation);
int config_system_delete(Invocation& invocation);
int config_list(Invocation& invocation);
int config_app_get(Invocation& invocation);
int config_app_set(Invocation& invocation);
int config_app_delete(Invocation& invocation);

// app_commands.cpp
int app_list(Invocation& invocation);
int app_enable(Invocation& invocation);
int app_disable(Invocation& invocation);

// audit_commands.cpp
int audit_list(Invocation& invocation);
int audit_verify(Invocation& invocation);
int changes_list(Invocation& invocation);

// user_commands.cpp
int user_add(Invocation& invocation);
int user_delete(Invocation& invocation);
int user_enable(Invocation& invocation);
int user_disable(Invocation& invocation);
int user_reset_password(Invocation& invocation);
int user_welcome(Invocation& invocation);

// user_list_commands.cpp
int user_list(Invocation& invocation);
int user_info(Invocation& invocation);
int user_last_seen(Invocation& invocation);
int user_report(Invocation& invocation);

// user_setting_commands.cpp
int user_setting(Invocation& invocation);
int user_profile(Invocation& invocation);

// token_commands.cpp
int auth_tokens_add(Invocation& invocation);
int auth_tokens_list(Invocation& invocation);
int auth_tokens_delete(Invocation& invocation);

// group_commands.cpp
int group_add(Invocation& invocation);
int group_info(Invocation& invocation);
int group_list(Invocation& invocation);
int group_delete(Invocation& invocation);
int group_add_user(Invocation& invocation);
int group_remove_user(Invocation& invocation);
int admin_delegation_add(Invocation& invocation);
int admin_delegation_remove(Invocation& invocation);
int admin_delegation_show(Invocation& invocation);

// security_commands.cpp
int bruteforce_attempts(Invocation& invocation);
int bruteforce_reset(Invocation& invocation);
int two_factor_enable(Invocation& invocation);
int two_factor_disable(Invocation& invocation);
int two_factor_state(Invocation& invocation);
int two_factor_enforce(Invocation& invocation);

}  // namespace roster::cli
