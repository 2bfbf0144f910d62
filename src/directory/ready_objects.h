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

// Account objects as administrators see them, in JSON, that wait in the database to be shown:
// storage/read_model/object_rows.h.

// Those of these accounts' objects that are ready, by uid; never the caller's own.
std::unordered_map<Uid, std::string> find_ready_objects(Transaction& tx, std::span<const Uid> uids);
// How an account is written down; nothing when it cannot be.
using WriteObject = std::function<std::optional<std::string>(const UserDetails&)>;
// Makes the objects of at most `most` accounts ready: those that have changed, then those that were
// never made, or under other settings. On a connection that writes. Returns whether there may be
// more to make.
bool make_objects_ready(Transaction& tx, std::int64_t most, const WriteObject& write);

}  // namespace roster
