// SPDX-License-Identifier: Apache-2.0
#include "api/routes.h"

#include "api/handlers.h"

namespace roster::api {

namespace {

using enum Guard;

constexpr std::string_view GET = "GET", POST = "POST", PUT = "PUT", DELETE = "DELETE";

constexpr Route kRoutes[] = {
    {GET, "/system-settings", command_line, get_system_setting},
    {PUT, "/system-settings", command_line, set_system_setting},
    {DELETE, "/system-settings", command_line, delete_system_setting},
    {GET, "/configuration", command_line, list_configuration},
    {GET, "/app-values", command_line, get_app_value},
    {PUT, "/app-values", command_line, set_app_value},
    {DELETE, "/app-values", command_line, delete_app_value},
    {GET, "/apps", command_line, list_apps},
    {PUT, "/apps", command_line, switch_app},
    {GET, "/users/{uid}", command_line, get_user},
    {GET, "/users/{uid}/details", command_line, get_user_details},
    {POST, "/users/{uid}/welcome", command_line, welcome_user},
    {GET, "/users/{uid}/settings", command_line, list_user_settings},
    {GET, "/users/{uid}/setting", command_line, get_user_setting},
    {PUT, "/users/{uid}/setting", command_line, set_user_setting},
    {DELETE, "/users/{uid}/setting", command_line, delete_user_setting},
    {GET, "/users/{uid}/tokens", command_line, list_tokens},
    {POST, "/users/{uid}/app-passwords", command_line, add_app_password},
    {DELETE, "/users/{uid}/tokens/{id}", command_line, delete_token},
    {DELETE, "/users/{uid}/old-tokens", command_line, delete_old_tokens},
    {GET, "/users", command_line, list_users},
    {GET, "/user-counts", command_line, count_users},
    {GET, "/groups", command_line, list_groups},
    {GET, "/groups/{gid*}", command_line, get_group},
    {GET, "/admin-delegations", command_line, list_delegations},
    {POST, "/admin-delegations", command_line, add_delegation},
    {DELETE, "/admin-delegations", command_line, remove_delegation},
    {GET, "/delegable-settings", command_line, list_delegable_settings},
    {GET, "/bruteforce-attempts", command_line, get_attempts},
    {DELETE, "/bruteforce-attempts", command_line, forget_attempts},
    {PUT, "/two-factor", command_line, switch_two_factor},
    {GET, "/two-factor-enforcement", command_line, get_two_factor_enforcement},
    {PUT, "/two-factor-enforcement", command_line, set_two_factor_enforcement},
    {GET, "/audit", command_line, list_audit},
    {GET, "/audit-check", command_line, check_audit},
    {POST, "/changes", command_line, list_changes},
    {GET, "/doctor", command_line, examine},
    {PUT, "/doctor", command_line, mend},
    {POST, "/commands", command_line, note_command},
};

}  // namespace

std::span<const Route> routes() {
    return kRoutes;
}

}  // namespace roster::api
