// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/call.h"

// One function per endpoint of routes.cpp: it reads the arguments, calls the directory and writes
// the answer. Each returns Done, or the refusal.
namespace roster::ocs {

// users.cpp: reading users
Result<Done> list_users(Call& call);
Result<Done> list_users_details(Call& call);
Result<Done> list_disabled_users(Call& call);
Result<Done> list_recent_users(Call& call);
Result<Done> get_user(Call& call);
Result<Done> get_current_user(Call& call);
Result<Done> list_own_fields(Call& call);
Result<Done> list_fields_of_user(Call& call);
Result<Done> search_by_phone(Call& call);

// user_changes.cpp: creating, changing and deleting users
Result<Done> post_user(Call& call);
Result<Done> put_user(Call& call);
Result<Done> put_user_collection(Call& call);
Result<Done> delete_user(Call& call);
Result<Done> enable_user(Call& call);
Result<Done> disable_user(Call& call);
Result<Done> wipe_user(Call& call);
Result<Done> welcome_user(Call& call);

// groups.cpp: groups, membership, sub-admins
Result<Done> list_groups(Call& call);
Result<Done> list_groups_details(Call& call);
Result<Done> post_group(Call& call);
Result<Done> get_group(Call& call);
Result<Done> list_group_users_details(Call& call);
Result<Done> list_group_subadmins(Call& call);
Result<Done> put_group(Call& call);
Result<Done> delete_group(Call& call);
Result<Done> list_groups_of_user(Call& call);
Result<Done> list_groups_of_user_details(Call& call);
Result<Done> add_to_group(Call& call);
Result<Done> remove_from_group(Call& call);
Result<Done> list_subadmin_groups(Call& call);
Result<Done> list_subadmin_groups_details(Call& call);
Result<Done> add_subadmin(Call& call);
Result<Done> remove_subadmin(Call& call);

// sharees.cpp
Result<Done> list_sharees(Call& call);

// apps.cpp
Result<Done> list_apps(Call& call);
Result<Done> list_own_apps(Call& call);
Result<Done> get_app(Call& call);
Result<Done> enable_app(Call& call);
Result<Done> disable_app(Call& call);

// config.cpp: app values and preferences
Result<Done> list_apps_with_values(Call& call);
Result<Done> list_app_value_keys(Call& call);
Result<Done> get_app_value(Call& call);
Result<Done> set_app_value(Call& call);
Result<Done> delete_app_value(Call& call);
Result<Done> set_preference(Call& call);
Result<Done> set_preferences(Call& call);
Result<Done> delete_preference(Call& call);
Result<Done> delete_preferences(Call& call);

// core.cpp
Result<Done> get_capabilities(Call& call);
Result<Done> get_server_config(Call& call);
Result<Done> check_password_of(Call& call);
Result<Done> autocomplete(Call& call);
Result<Done> list_navigation(Call& call);
Result<Done> list_settings_navigation(Call& call);
Result<Done> get_whats_new(Call& call);
Result<Done> get_two_factor_state(Call& call);
Result<Done> enable_two_factor(Call& call);
Result<Done> disable_two_factor(Call& call);
Result<Done> validate_password(Call& call);
Result<Done> generate_password_proposal(Call& call);
Result<Done> list_weather_favorites(Call& call);

// app_passwords.cpp
Result<Done> get_app_password(Call& call);
Result<Done> delete_app_password(Call& call);
Result<Done> rotate_app_password(Call& call);
Result<Done> confirm_password(Call& call);

}  // namespace roster::ocs
