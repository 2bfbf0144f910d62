// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/nextcloud/bundled_apps.h"
#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// Lower-case letters, digits, `_` and `-`; begins with a letter, does not end with `_` or `-`.
bool is_app_id(std::string_view text);
// Whether the app can never be switched off.
bool is_always_enabled(std::string_view app);

// Whether the app is on for this user: for everybody, or for one of the user's groups. For the
// empty uid (not logged in), an app that is limited to groups is off.
bool is_app_enabled(Transaction& tx, std::string_view app, const Uid& uid);
// The same when the app value `enabled` is known.
bool is_app_on_for(Transaction& tx, std::string_view enabled, const Uid& uid);
// Whether the app is on for any user.
bool is_app_enabled(Transaction& tx, std::string_view app);
// The same for the current caller and many apps; reads the tables once.
std::function<bool(std::string_view app)> enabled_apps_of_caller(Transaction& tx);

// The apps that are on for the caller, sorted by bytes.
std::vector<std::string> list_enabled_apps(Transaction& tx);

// Which apps a list shows.
enum class AppFilter { all, enabled, disabled };
// The apps that can be switched on and off, in the order of Nextcloud's app folder; for `enabled`
// all that are on for the caller, `files` first.
std::vector<std::string> list_apps(Transaction& tx, AppFilter filter);

// An app that ships with Nextcloud. Refuses invalid_argument (field "app") for an invalid app id,
// and app_not_found.
Result<App> find_stock_app(Transaction& tx, std::string_view app);
// Switches an app on for everybody. Refuses as find_stock_app().
Result<Done> enable_app(Transaction& tx, std::string_view app);
// Switches an app on for the members of these groups only. Refuses as find_stock_app(), and
// not_supported for an app that cannot be limited to groups.
Result<Done> enable_app_for_groups(Transaction& tx, std::string_view app,
                                   const std::vector<Gid>& gids);
// Switches an app off; an unknown app is recorded as switched off. Refuses invalid_argument (field
// "app"), and internal for an app that cannot be switched off.
Result<Done> disable_app(Transaction& tx, std::string_view app);

}  // namespace roster
