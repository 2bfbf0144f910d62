// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "directory/user_details.h"

namespace roster {

// Account objects as administrators see them, in JSON, that wait in the database to be shown:
// storage/object_rows.h.

// The object of that account, of anybody but the caller; nothing when none is ready.
std::optional<std::string> find_ready_object(Transaction& tx, std::string_view uid);
// How an account is written down; nothing when it cannot be.
using WriteObject = std::function<std::optional<std::string>(const UserDetails&)>;
// Makes the objects of at most `most` accounts ready: those that have changed, then those that were
// never made, or under other settings. On a connection that writes. Returns whether there may be
// more to make.
bool make_objects_ready(Transaction& tx, std::int64_t most, const WriteObject& write);

}  // namespace roster
