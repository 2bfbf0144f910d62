// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "directory/transaction.h"

namespace roster {

// A setting of config.json by its key, or one within it by the keys on the way; nullptr when
// absent.
const Value* find_system_setting(const Settings& settings, const std::vector<std::string>& names);

// The settings are a file and no part of the transaction: nothing may be refused once one of these
// has been called. What they change is recorded.
void set_system_setting(Transaction& tx, const std::vector<std::string>& names, const Value& value);
// False when there was nothing to remove.
bool remove_system_setting(Transaction& tx, const std::vector<std::string>& names);

// What stands in the place of a value that `config:list` keeps to itself, as in occ.
inline constexpr std::string_view kRemovedValue = "***REMOVED SENSITIVE VALUE***";
// All settings, to be shown to somebody who may not know secrets, addresses and folders.
Array public_settings(const Settings& settings);

}  // namespace roster
