// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "storage/connection.h"

namespace roster::storage {

// Whether anybody has files here. Nobody has on a server of its own.
bool has_homes(Connection& db);
// Whether an account's home has been opened.
bool has_home(Connection& db, std::string_view uid);
// Bytes that an account's `files` folder holds, as Nextcloud's file cache knows; 0 when it does
// not.
std::int64_t used_bytes(Connection& db, std::string_view uid);
// Forgets the storage, the mounts and the file cache of an account's home.
void delete_home(Connection& db, std::string_view uid);

}  // namespace roster::storage
