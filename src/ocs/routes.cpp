// SPDX-License-Identifier: Apache-2.0
#include "ocs/routes.h"

#include "ocs/handlers.h"
#include "ocs/numbers.h"
#include "ocs/passwords.h"

namespace roster::ocs {

namespace {

using enum Errc;
using enum Role;
using enum Scope;

// An endpoint and Nextcloud's numbers for it.
struct Row {
    Route route{};
    Numbers numbers{};
};

constexpr std::string_view GET = "GET", POST = "POST", PUT = "PUT", DELETE = "DELETE";

constexpr RateLimit kEdits{50, 600, "OCA\\Provisioning_API\\Controller\\UsersController::editUser"};
constexpr RateLimit kCollectionEdits{
    5, 60, "OCA\\Provisioning_API\\Controller\\UsersController::editUserMultiValue"};

// Numbers that several endpoints share.
constexpr Numbers kMissingUserIs101{{{user_not_found, 101}}};
constexpr Numbers kGroupMembers{{{group_not_found, 404}, {forbidden, 403}}};
constexpr Numbers kAppValue{{{invalid_argument, 403, "", Shape::returned_text}, {forbidden, 403}}};
constexpr Numbers kPreference{{{invalid_argument, 400, "", Shape::returned}}};
constexpr Numbers kTwoFactor{{{user_not_found, 404, "", Shape::returned_null}}};
constexpr Numbers kApp{{{invalid_argument, 997}}};
constexpr Numbers kAppPassword{{{forbidden, 403}}};

constexpr Row kRows[] = {

    // Users
    {{GET, "/cloud/users", {gate, users_read}, list_users}},
    {{GET, "/cloud/users/details", {gate, users_read}, list_users_details}},
    {{GET, "/cloud/users/disabled", {gate, users_read}, list_disabled_users}},
    {{GET, "/cloud/users/recent", {users_admin, users_read}, list_recent_users}},
    {.route = {.method = POST,
               .path = "/cloud/users",
               .guard = {gate, users_write},
               .handler = post_user,
               .confirm_password = true,
               .passwords = passwords_of_new_user},
     .numbers = {{{group_not_found, 104, "groups"},
                  {forbidden, 105, "groups"},
                  {invalid_argument, 106, "groups"},
                  {group_not_found, 109, "subadmin"},
                  {admin_group, 103, "subadmin"},
                  {forbidden, 403, "subadmin"},
                  {invalid_argument, 108, "no email"},
                  {invalid_argument, 110, "required email"},
                  {user_exists, 101, "Login"},
                  {not_supported, 111, "generated id"}}}},
    {.route = {.method = POST,
               .path = "/cloud/users/search/by-phone",
               .guard = {user, users_read},
               .handler = search_by_phone,
               .needs = Needs::read},
     .numbers = {{{invalid_argument, 400, "location", Shape::returned}}}},
    {{GET, "/cloud/user", {user, users_read}, get_current_user}},
    {{GET, "/cloud/user/apps", {gate, users_read}, list_own_apps}},
    {{GET, "/cloud/user/fields", {user, users_read}, list_own_fields}},
    {{GET, "/cloud/user/fields/{userId}", {user, users_read}, list_fields_of_user}},
    {{GET, "/cloud/users/{userId}", {user, users_read}, get_user}, {{{user_not_found, 404}}}},
    {.route = {.method = PUT,
               .path = "/cloud/users/{userId}",
               .guard = {user, users_write},
               .handler = put_user,
               .confirm_password = true,
               .rate_limit = kEdits,
               .passwords = passwords_of_edit}},
    {.route = {.method = DELETE,
               .path = "/cloud/users/{userId}",
               .guard = {gate, users_write},
               .handler = delete_user,
               .confirm_password = true}},
    {.route = {.method = PUT,
               .path = "/cloud/users/{userId}/enable",
               .guard = {gate, users_write},
               .handler = enable_user,
               .confirm_password = true},
     .numbers = kMissingUserIs101},
    {.route = {.method = PUT,
               .path = "/cloud/users/{userId}/disable",
               .guard = {gate, users_write},
               .handler = disable_user,
               .confirm_password = true},
     .numbers = kMissingUserIs101},
    {.route = {.method = POST,
               .path = "/cloud/users/{userId}/wipe",
               .guard = {gate, users_write},
               .handler = wipe_user,
               .confirm_password = true}},
    {.route = {.method = POST,
               .path = "/cloud/users/{userId}/welcome",
               .guard = {gate, users_write},
               .handler = welcome_user,
               .confirm_password = true}},

    // Groups and sub-admins
    {{GET, "/cloud/groups", {gate, groups_read}, list_groups}},
    {{GET, "/cloud/groups/details", {sharing_admin, groups_read}, list_groups_details}},
    {.route = {.method = POST,
               .path = "/cloud/groups",
               .guard = {users_admin, groups_write},
               .handler = post_group,
               .confirm_password = true}},
    {{GET, "/cloud/groups/{groupId*}/users", {user, groups_read}, get_group}, kGroupMembers},
    {{GET,
      "/cloud/groups/{groupId*}/users/details",
      {gate, groups_read},
      list_group_users_details}},
    {{GET, "/cloud/groups/{groupId*}/subadmins", {users_admin, groups_read}, list_group_subadmins},
     {{{group_not_found, 101}}}},
    {{GET, "/cloud/groups/{groupId*}", {gate, groups_read}, get_group}, kGroupMembers},
    {.route = {.method = PUT,
               .path = "/cloud/groups/{groupId*}",
               .guard = {users_admin, groups_write},
               .handler = put_group,
               .confirm_password = true},
     .numbers = {{{unknown_key, 999}}}},
    {.route = {.method = DELETE,
               .path = "/cloud/groups/{groupId*}",
               .guard = {users_admin, groups_write},
               .handler = delete_group,
               .confirm_password = true},
     .numbers = {{{group_not_found, 101}}}},
    {{GET, "/cloud/users/{userId}/groups", {user, groups_read}, list_groups_of_user}},
    {{GET,
      "/cloud/users/{userId}/groups/details",
      {user, groups_read},
      list_groups_of_user_details}},
    {.route = {.method = POST,
               .path = "/cloud/users/{userId}/groups",
               .guard = {gate, groups_write},
               .handler = add_to_group,
               .confirm_password = true},
     .numbers = {{{group_not_found, 102}, {user_not_found, 103}, {forbidden, 104}}}},
    {.route = {.method = DELETE,
               .path = "/cloud/users/{userId}/groups",
               .guard = {gate, groups_write},
               .handler = remove_from_group,
               .confirm_password = true},
     .numbers =
         {{{group_not_found, 102}, {user_not_found, 103}, {forbidden, 104}, {own_user, 105}}}},
    {{GET, "/cloud/users/{userId}/subadmins", {users_admin, groups_read}, list_subadmin_groups},
     {{{user_not_found, 404}}}},
    {{GET,
      "/cloud/users/{userId}/subadmins/details",
      {user, groups_read},
      list_subadmin_groups_details}},
    {.route = {.method = POST,
               .path = "/cloud/users/{userId}/subadmins",
               .guard = {users_admin, groups_write},
               .handler = add_subadmin,
               .confirm_password = true},
     .numbers = {{{user_not_found, 101}, {group_not_found, 102}, {admin_group, 103}}}},
    {.route = {.method = DELETE,
               .path = "/cloud/users/{userId}/subadmins",
               .guard = {users_admin, groups_write},
               .handler = remove_subadmin,
               .confirm_password = true},
     .numbers = {{{user_not_found, 101}, {group_not_found, 101}}}},
    {.route = {.method = PUT,
               .path = "/cloud/users/{userId}/{collectionName:word}",
               .guard = {user, users_write},
               .handler = put_user_collection,
               .confirm_password = true,
               .rate_limit = kCollectionEdits},
     .numbers = {{{unknown_key, 103}, {invalid_argument, 102}}}},

    // Apps
    {{GET, "/cloud/apps", {admin, apps_read}, list_apps}},
    {{GET, "/cloud/apps/{app}", {admin, apps_read}, get_app}, kApp},
    {.route = {.method = POST,
               .path = "/cloud/apps/{app}",
               .guard = {admin, apps_write},
               .handler = enable_app,
               .confirm_password = true},
     .numbers = kApp},
    {.route = {.method = DELETE,
               .path = "/cloud/apps/{app}",
               .guard = {admin, apps_write},
               .handler = disable_app,
               .confirm_password = true},
     .numbers = kApp},

    // App values and preferences
    {{GET, "/apps/provisioning_api/api/v1/config/apps", {admin, apps_read}, list_apps_with_values}},
    {{GET,
      "/apps/provisioning_api/api/v1/config/apps/{app}",
      {admin, apps_read},
      list_app_value_keys},
     kAppValue},
    {{GET,
      "/apps/provisioning_api/api/v1/config/apps/{app}/{key}",
      {admin, apps_read},
      get_app_value},
     kAppValue},
    {.route = {.method = POST,
               .path = "/apps/provisioning_api/api/v1/config/apps/{app}/{key}",
               .guard = {user, apps_write},
               .handler = set_app_value,
               .confirm_password = true},
     .numbers = kAppValue},
    {.route = {.method = DELETE,
               .path = "/apps/provisioning_api/api/v1/config/apps/{app}/{key}",
               .guard = {admin, apps_write},
               .handler = delete_app_value,
               .confirm_password = true},
     .numbers = kAppValue},
    {{POST,
      "/apps/provisioning_api/api/v1/config/users/{appId}/{configKey}",
      {user, users_write},
      set_preference},
     kPreference},
    {{POST,
      "/apps/provisioning_api/api/v1/config/users/{appId}",
      {user, users_write},
      set_preferences},
     kPreference},
    {{DELETE,
      "/apps/provisioning_api/api/v1/config/users/{appId}/{configKey}",
      {user, users_write},
      delete_preference},
     kPreference},
    {{DELETE,
      "/apps/provisioning_api/api/v1/config/users/{appId}",
      {user, users_write},
      delete_preferences},
     kPreference},

    // Core
    {{GET, "/cloud/capabilities", anyone, get_capabilities}},
    {.route = {.method = GET,
               .path = "/config",
               .guard = anyone,
               .handler = get_server_config,
               .needs = Needs::nothing}},
    {.route = {.method = POST,
               .path = "/person/check",
               .guard = anyone,
               .handler = check_password_of,
               .throttled_as = "login",
               .needs = Needs::read},
     .numbers = {{{bad_credentials, 102, "password", Shape::returned},
                  {invalid_argument, 101, "", Shape::returned},
                  {throttled, 996, "answered"}}}},
    {.route = {.method = GET,
               .path = "/core/getapppassword",
               .guard = user,
               .handler = get_app_password,
               .confirm_password = true,
               .needs = Needs::write},
     .numbers = kAppPassword},
    {{DELETE, "/core/apppassword", user, delete_app_password}, kAppPassword},
    {{POST, "/core/apppassword/rotate", user, rotate_app_password}, kAppPassword},
    {.route = {.method = PUT,
               .path = "/core/apppassword/confirm",
               .guard = user,
               .handler = confirm_password,
               .throttled_as = "sudo",
               .renews_session = true},
     .numbers = {{{bad_credentials, 403, "password", Shape::returned},
                  {throttled, 996, "answered"}}}},
    {{GET, "/core/autocomplete/get", {user, users_read}, autocomplete}},
    {.route = {.method = GET,
               .path = "/core/navigation/apps",
               .guard = user,
               .handler = list_navigation,
               .csrf_exempt = true}},
    {.route = {.method = GET,
               .path = "/core/navigation/settings",
               .guard = user,
               .handler = list_settings_navigation,
               .csrf_exempt = true}},
    {{GET, "/core/whatsnew", user, get_whats_new}},
    {{GET, "/twofactor/state", {admin, users_read}, get_two_factor_state}, kTwoFactor},
    {{POST, "/twofactor/enable", {admin, users_write}, enable_two_factor}, kTwoFactor},
    {{POST, "/twofactor/disable", {admin, users_write}, disable_two_factor}, kTwoFactor},
    {.route = {.method = GET,
               .path = "/apps/files_sharing/api/v1/sharees",
               .guard = {user, users_read},
               .handler = list_sharees,
               .app = "files_sharing"},
     .numbers = {{{invalid_argument, 400}}}},
    {.route = {.method = POST,
               .path = "/apps/password_policy/api/v1/validate",
               .guard = anyone,
               .handler = validate_password,
               .app = "password_policy",
               .needs = Needs::read}},
    {.route = {.method = GET,
               .path = "/apps/password_policy/api/v1/generate",
               .guard = anyone,
               .handler = generate_password_proposal,
               .app = "password_policy"}},
    {.route = {.method = GET,
               .path = "/apps/weather_status/api/v1/favorites",
               .guard = user,
               .handler = list_weather_favorites,
               .app = "weather_status"}},
};

constexpr auto kRoutes = [] {
    std::array<Route, std::size(kRows)> routes{};
    for (std::size_t i = 0; i < routes.size(); ++i)
        routes[i] = kRows[i].route;
    return routes;
}();

}  // namespace

std::span<const Route> routes() {
    return kRoutes;
}

const Numbers& numbers_of(const Route& route) {
    return kRows[&route - kRoutes.data()].numbers;
}

}  // namespace roster::ocs
