// SPDX-License-Identifier: Apache-2.0
#include "ocs/routes.h"

#include "ocs/handlers.h"

namespace roster::ocs {

namespace {

using enum Errc;
using enum Guard;

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

constexpr Route kRoutes[] = {
    // Accounts
    {GET, "/cloud/users", gate, list_users},
    {GET, "/cloud/users/details", gate, list_users_details},
    {GET, "/cloud/users/disabled", gate, list_disabled_users},
    {GET, "/cloud/users/recent", users_admin, list_recent_users},
    {.method = POST,
     .path = "/cloud/users",
     .guard = gate,
     .handler = post_user,
     .numbers = {{{group_not_found, 104, "groups"},
                  {forbidden, 105, "groups"},
                  {invalid_argument, 106, "groups"},
                  {group_not_found, 109, "subadmin"},
                  {admin_group, 103, "subadmin"},
                  {forbidden, 403, "subadmin"},
                  {invalid_argument, 108, "no email"},
                  {invalid_argument, 110, "required email"},
                  {user_exists, 101, "Login"},
                  {not_supported, 111, "generated id"}}},
     .confirm_password = true},
    {.method = POST,
     .path = "/cloud/users/search/by-phone",
     .guard = user,
     .handler = search_by_phone,
     .numbers = {{{invalid_argument, 400, "location", Shape::returned}}}},
    {GET, "/cloud/user", user, get_current_user},
    {GET, "/cloud/user/apps", gate, list_own_apps},
    {GET, "/cloud/user/fields", user, list_own_fields},
    {GET, "/cloud/user/fields/{userId}", user, list_fields_of_user},
    {.method = GET,
     .path = "/cloud/users/{userId}",
     .guard = user,
     .handler = get_user,
     .numbers = {{{user_not_found, 404}}}},
    {.method = PUT,
     .path = "/cloud/users/{userId}",
     .guard = user,
     .handler = put_user,
     .confirm_password = true,
     .rate_limit = kEdits},
    {.method = DELETE,
     .path = "/cloud/users/{userId}",
     .guard = gate,
     .handler = delete_user,
     .confirm_password = true},
    {PUT, "/cloud/users/{userId}/enable", gate, enable_user, kMissingUserIs101, true},
    {PUT, "/cloud/users/{userId}/disable", gate, disable_user, kMissingUserIs101, true},
    {POST, "/cloud/users/{userId}/wipe", gate, wipe_user, {}, true},
    {.method = POST,
     .path = "/cloud/users/{userId}/welcome",
     .guard = gate,
     .handler = welcome_user,
     .confirm_password = true},

    // Groups and sub-admins
    {GET, "/cloud/groups", gate, list_groups},
    {GET, "/cloud/groups/details", sharing_admin, list_groups_details},
    {.method = POST,
     .path = "/cloud/groups",
     .guard = users_admin,
     .handler = post_group,
     .numbers = {{{invalid_argument, 996, "length of groupid"}}},
     .confirm_password = true},
    {GET, "/cloud/groups/{groupId*}/users", user, get_group, kGroupMembers},
    {.method = GET,
     .path = "/cloud/groups/{groupId*}/users/details",
     .guard = gate,
     .handler = list_group_users_details,
     .numbers = {{{invalid_argument, 996, "offset"}}}},
    {.method = GET,
     .path = "/cloud/groups/{groupId*}/subadmins",
     .guard = users_admin,
     .handler = list_group_subadmins,
     .numbers = {{{group_not_found, 101}}}},
    {GET, "/cloud/groups/{groupId*}", gate, get_group, kGroupMembers},
    {.method = PUT,
     .path = "/cloud/groups/{groupId*}",
     .guard = users_admin,
     .handler = put_group,
     .numbers = {{{unknown_key, 999}}},
     .confirm_password = true},
    {.method = DELETE,
     .path = "/cloud/groups/{groupId*}",
     .guard = users_admin,
     .handler = delete_group,
     .numbers = {{{group_not_found, 101}}},
     .confirm_password = true},
    {GET, "/cloud/users/{userId}/groups", user, list_groups_of_user},
    {GET, "/cloud/users/{userId}/groups/details", user, list_groups_of_user_details},
    {.method = POST,
     .path = "/cloud/users/{userId}/groups",
     .guard = gate,
     .handler = add_to_group,
     .numbers = {{{group_not_found, 102}, {user_not_found, 103}, {forbidden, 104}}},
     .confirm_password = true},
    {.method = DELETE,
     .path = "/cloud/users/{userId}/groups",
     .guard = gate,
     .handler = remove_from_group,
     .numbers =
         {{{group_not_found, 102}, {user_not_found, 103}, {forbidden, 104}, {own_user, 105}}},
     .confirm_password = true},
    {.method = GET,
     .path = "/cloud/users/{userId}/subadmins",
     .guard = users_admin,
     .handler = list_subadmin_groups,
     .numbers = {{{user_not_found, 404}}}},
    {GET, "/cloud/users/{userId}/subadmins/details", user, list_subadmin_groups_details},
    {.method = POST,
     .path = "/cloud/users/{userId}/subadmins",
     .guard = users_admin,
     .handler = add_subadmin,
     .numbers = {{{user_not_found, 101}, {group_not_found, 102}, {admin_group, 103}}},
     .confirm_password = true},
    {.method = DELETE,
     .path = "/cloud/users/{userId}/subadmins",
     .guard = users_admin,
     .handler = remove_subadmin,
     .numbers = {{{user_not_found, 101}, {group_not_found, 101}}},
     .confirm_password = true},
    {.method = PUT,
     .path = "/cloud/users/{userId}/{collectionName:word}",
     .guard = user,
     .handler = put_user_collection,
     .numbers = {{{unknown_key, 103}, {invalid_argument, 102}}},
     .confirm_password = true,
     .rate_limit = kCollectionEdits},

    // Apps
    {GET, "/cloud/apps", admin, list_apps},
    {GET, "/cloud/apps/{app}", admin, get_app, kApp},
    {POST, "/cloud/apps/{app}", admin, enable_app, kApp, true},
    {DELETE, "/cloud/apps/{app}", admin, disable_app, kApp, true},

    // App values and preferences
    {GET, "/apps/provisioning_api/api/v1/config/apps", admin, list_apps_with_values},
    {GET, "/apps/provisioning_api/api/v1/config/apps/{app}", admin, list_app_value_keys, kAppValue},
    {GET, "/apps/provisioning_api/api/v1/config/apps/{app}/{key}", admin, get_app_value, kAppValue},
    {POST, "/apps/provisioning_api/api/v1/config/apps/{app}/{key}", user, set_app_value, kAppValue,
     true},
    {DELETE, "/apps/provisioning_api/api/v1/config/apps/{app}/{key}", admin, delete_app_value,
     kAppValue, true},
    {POST, "/apps/provisioning_api/api/v1/config/users/{appId}/{configKey}", user, set_preference,
     kPreference},
    {POST, "/apps/provisioning_api/api/v1/config/users/{appId}", user, set_preferences,
     kPreference},
    {DELETE, "/apps/provisioning_api/api/v1/config/users/{appId}/{configKey}", user,
     delete_preference, kPreference},
    {DELETE, "/apps/provisioning_api/api/v1/config/users/{appId}", user, delete_preferences,
     kPreference},

    // Core
    {GET, "/cloud/capabilities", anyone, get_capabilities},
    {GET, "/config", anyone, get_server_config},
    {.method = POST,
     .path = "/person/check",
     .guard = anyone,
     .handler = check_person,
     .numbers = {{{bad_credentials, 102, "password", Shape::returned},
                  {invalid_argument, 101, "", Shape::returned},
                  {throttled, 996, "answered"}}},
     .throttled_as = "login"},
    {.method = GET,
     .path = "/core/getapppassword",
     .guard = user,
     .handler = get_app_password,
     .numbers = kAppPassword,
     .confirm_password = true},
    {DELETE, "/core/apppassword", user, delete_app_password, kAppPassword},
    {POST, "/core/apppassword/rotate", user, rotate_app_password, kAppPassword},
    {.method = PUT,
     .path = "/core/apppassword/confirm",
     .guard = user,
     .handler = confirm_password,
     .numbers = {{{bad_credentials, 403, "password", Shape::returned},
                  {throttled, 996, "answered"}}},
     .throttled_as = "sudo",
     .renews_session = true},
    {GET, "/core/autocomplete/get", user, autocomplete},
    {.method = GET,
     .path = "/core/navigation/apps",
     .guard = user,
     .handler = list_navigation,
     .csrf_exempt = true},
    {GET, "/twofactor/state", admin, get_two_factor_state, kTwoFactor},
    {POST, "/twofactor/enable", admin, enable_two_factor, kTwoFactor},
    {POST, "/twofactor/disable", admin, disable_two_factor, kTwoFactor},
    {.method = POST,
     .path = "/apps/password_policy/api/v1/validate",
     .guard = anyone,
     .handler = validate_password,
     .app = "password_policy"},
    {.method = GET,
     .path = "/apps/password_policy/api/v1/generate",
     .guard = anyone,
     .handler = generate_password_proposal,
     .app = "password_policy"},
    {.method = GET,
     .path = "/apps/weather_status/api/v1/favorites",
     .guard = user,
     .handler = list_weather_favorites,
     .app = "weather_status"},
};

}  // namespace

std::span<const Route> routes() {
    return kRoutes;
}

}  // namespace roster::ocs
