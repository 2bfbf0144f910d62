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

// Lower-case letters, digits, `_` and `-`; a letter first, no `_` or `-` last.
bool is_app_id(std::string_view text);
bool is_always_enabled(std::string_view app);

// Whether the app is on for this account: for everybody, or for one of its groups. An app that is
// limited to groups is off for nobody ("").
bool is_app_enabled(Transaction& tx, std::string_view app, const Uid& uid);
// The same for who has looked up its app value `enabled`.
bool is_app_on_for(Transaction& tx, std::string_view enabled, const Uid& uid);
// Whether the app is on for anybody at all.
bool is_app_enabled(Transaction& tx, std::string_view app);
// The same question many times over, answered from one look at the tables. For the caller.
std::function<bool(std::string_view app)> enabled_apps_of_caller(Transaction& tx);

// The apps that are on for the caller, by bytes.
std::vector<std::string> list_enabled_apps(Transaction& tx);

// Which apps a list shows.
enum class AppFilter { all, enabled, disabled };
// Those that may be switched on and off, in the order of Nextcloud's app folder; for `enabled` all
// that are on for the caller, `files` first.
std::vector<std::string> list_apps(Transaction& tx, AppFilter filter);

// Refuses invalid_argument (field "app") for what is no app id, app_not_found.
Result<App> find_stock_app(Transaction& tx, std::string_view app);
// Switches an app on for everybody. Refuses as find_stock_app().
Result<Done> enable_app(Transaction& tx, std::string_view app);
// Switches an app on for the accounts of these groups only. Refuses as find_stock_app(), and
// not_supported for an app that everybody needs.
Result<Done> enable_app_for_groups(Transaction& tx, std::string_view app,
                                   const std::vector<Gid>& gids);
// Switches an app off; one that is not there is noted as switched off. Refuses invalid_argument
// (field "app"), and internal for an app that always stays on.
Result<Done> disable_app(Transaction& tx, std::string_view app);

}  // namespace roster
