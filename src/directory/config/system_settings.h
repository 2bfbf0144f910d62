// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "directory/transaction.h"

namespace roster {

// A setting of config.json by its key, or a nested one by its path of keys; nullptr when there is
// none.
const Value* find_system_setting(const Settings& settings, const std::vector<std::string>& names);

// Both record the change. The settings are a file outside of the transaction, so a call must not
// refuse anything after one of these. They throw as storage::SettingsFile does.
void set_system_setting(Transaction& tx, const std::vector<std::string>& names, const Value& value);
// False when there was nothing to remove.
bool remove_system_setting(Transaction& tx, const std::vector<std::string>& names);

// Replaces a value that `config:list` hides, as in occ.
inline constexpr std::string_view kRemovedValue = "***REMOVED SENSITIVE VALUE***";
// All settings, with secrets, addresses and paths hidden.
Array public_settings(const Settings& settings);

}  // namespace roster
