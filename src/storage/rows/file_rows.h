// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "storage/engine/connection.h"

namespace roster::storage {

// The homes of these users that have been opened, by uid; one statement for up to 256 users.
struct Home {
    // The size of its folder `files` in Nextcloud's file cache; 0 when that is unknown.
    std::int64_t used_bytes = 0;
};
std::unordered_map<Uid, Home> find_homes(Connection& db, std::span<const Uid> uids);
// Deletes the storage, the mounts and the file cache of a user's home.
void delete_home(Connection& db, std::string_view uid);

}  // namespace roster::storage
