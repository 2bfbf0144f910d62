// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "directory/transaction.h"
#include "directory/users/user_details.h"

namespace roster {

// User objects as administrators see them, stored as JSON in the database:
// storage/read_model/object_rows.h.

// The stored objects of these users, by uid; never the caller's own.
std::unordered_map<Uid, std::string> find_ready_objects(Transaction& tx, std::span<const Uid> uids);
// Turns a user into JSON; nothing when that is not possible.
using WriteObject = std::function<std::optional<std::string>(const UserDetails&)>;
// Builds the objects of at most `most` users: first those that have changed, then those that are
// missing or were built under other settings. On a writable connection. Returns whether more may be
// left.
bool make_objects_ready(Transaction& tx, std::int64_t most, const WriteObject& write);

}  // namespace roster
