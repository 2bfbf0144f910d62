// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "storage/engine/connection.h"

namespace roster::storage {

// The homes of these accounts that have been opened, by uid; in one statement for up to 256.
struct Home {
    // In its folder `files`, as Nextcloud's file cache knows; 0 when it does not.
    std::int64_t used_bytes = 0;
};
std::unordered_map<Uid, Home> find_homes(Connection& db, std::span<const Uid> uids);
// Forgets the storage, the mounts and the file cache of an account's home.
void delete_home(Connection& db, std::string_view uid);

}  // namespace roster::storage
