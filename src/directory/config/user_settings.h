// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// All preferences of a user (oc_preferences), for the command line only. The uid need not exist:
// what a deleted user left behind can be seen, too.

// The display name is presented as a setting of the app `settings`, as in occ.
inline constexpr std::string_view kSettingsApp = "settings";
inline constexpr std::string_view kDisplayNameSetting = "display_name";

struct UserSetting {
    std::string app{}, key{}, value{};
};
// By app, then in insertion order; the display name comes last.
std::vector<UserSetting> list_user_settings(Transaction& tx, const Uid& uid);
// Nothing when there is no such setting.
std::optional<std::string> find_user_setting(Transaction& tx, const Uid& uid, std::string_view app,
                                             std::string_view key);
// Stores a value with its consequences: `settings/email` is the user's address,
// `settings/display_name` the name. Refuses invalid_argument for a display name that is too long.
Result<Done> set_user_setting(Transaction& tx, const Uid& uid, std::string_view app,
                              std::string_view key, std::string_view value);
// Refuses not_found for a missing setting, and for the display name, which every user has.
Result<Done> delete_user_setting(Transaction& tx, const Uid& uid, std::string_view app,
                                 std::string_view key);

}  // namespace roster
