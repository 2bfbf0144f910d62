// SPDX-License-Identifier: Apache-2.0
#include "ocs/php_signatures.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "ocs/handlers.h"

namespace roster::ocs {

namespace {

// A method of Nextcloud, and its arguments without a default, in their order.
struct Signature {
    Handler handler;
    std::string_view method;
    std::string_view arguments;
};

constexpr std::string_view kApps = "OCA\\Provisioning_API\\Controller\\";
constexpr std::string_view kCore = "OC\\Core\\Controller\\";

constexpr Signature kSignatures[] = {
    {post_user, "UsersController::addUser", "userid"},
    {put_user, "UsersController::editUser", "userId,key,value"},
    {put_user_collection, "UsersController::editUserMultiValue", "userId,collectionName,key,value"},
    {remove_from_group, "UsersController::removeFromGroup", "userId,groupid"},
    {add_subadmin, "UsersController::addSubAdmin", "userId,groupid"},
    {remove_subadmin, "UsersController::removeSubAdmin", "userId,groupid"},
    {search_by_phone, "UsersController::searchByPhoneNumbers", "location,search"},
    {post_group, "GroupsController::addGroup", "groupid"},
    {put_group, "GroupsController::updateGroup", "groupId,key,value"},
    {set_app_value, "AppConfigController::setValue", "app,key,value"},
    {set_preference, "PreferencesController::setPreference", "appId,configKey,configValue"},
    {set_preferences, "PreferencesController::setMultiplePreferences", "appId,configs"},
    {delete_preferences, "PreferencesController::deleteMultiplePreference", "appId,configKeys"},
    {confirm_password, "AppPasswordController::confirmUserPassword", "password"},
    {autocomplete, "AutoCompleteController::get", "search"},
    {get_two_factor_state, "TwoFactorApiController::state", "user"},
    {enable_two_factor, "TwoFactorApiController::enable", "user,providers"},
    {disable_two_factor, "TwoFactorApiController::disable", "user,providers"},
};

bool is_of_core(std::string_view method) {
    return method.starts_with("AppPassword") || method.starts_with("AutoComplete") ||
           method.starts_with("TwoFactor");
}

}  // namespace

std::string missing_argument_text(const Exchange& exchange, const Error& error) {
    const Handler handler = exchange.run.route ? exchange.run.route->handler : nullptr;
    const auto* found = std::ranges::find(kSignatures, handler, &Signature::handler);
    if (found == std::end(kSignatures))
        return fmt::format("Argument (${}) must be of its type, or is missing", error.field);
    const std::vector<std::string_view> names = split(found->arguments, ',');
    const auto place = std::ranges::find(names, error.field) - names.begin();
    const Value* given = exchange.parameters().find(error.field);
    const bool list = error.field == "search" || error.field == "configs" ||
                      error.field == "configKeys" || error.field == "providers";
    return fmt::format("{}{}(): Argument #{} (${}) must be of type {}, {} given",
                       is_of_core(found->method) ? kCore : kApps, found->method, place + 1,
                       error.field, list ? "array" : "string",
                       given && !given->is_null() ? (given->array() ? "array" : "string") : "null");
}

}  // namespace roster::ocs
