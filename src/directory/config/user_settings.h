// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// All that an account has stored (oc_preferences), whoever it belongs to: for the command line
// alone. The uid need not be that of an account; what an account left behind can be seen, too.

// The display name counts as a setting of the app `settings`, as it does for occ.
inline constexpr std::string_view kSettingsApp = "settings";
inline constexpr std::string_view kDisplayNameSetting = "display_name";

struct UserSetting {
    std::string app{}, key{}, value{};
};
// By app, then in the order in which they were written; the display name after all others.
std::vector<UserSetting> list_user_settings(Transaction& tx, const Uid& uid);
std::optional<std::string> find_user_setting(Transaction& tx, const Uid& uid, std::string_view app,
                                             std::string_view key);
// Stores a value with what follows from it: `settings/email` is the address of the account, and
// `settings/display_name` its name. Refuses invalid_argument for a display name that is too long.
Result<Done> set_user_setting(Transaction& tx, const Uid& uid, std::string_view app,
                              std::string_view key, std::string_view value);
// Refuses not_found for what is not there, and for a display name, which every account has.
Result<Done> delete_user_setting(Transaction& tx, const Uid& uid, std::string_view app,
                                 std::string_view key);

}  // namespace roster
