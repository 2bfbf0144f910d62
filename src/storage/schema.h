// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/location.h"

namespace roster::storage {

// The statements that make an empty database one of Nextcloud's, in order: every table with its
// columns, defaults, keys and index names as Nextcloud makes them, then Roster's own. `prefix`
// is put before Nextcloud's table names; index names carry none. No statement ends with `;`.
std::vector<std::string> create_statements(Engine engine, std::string_view prefix);

// Only Roster's own tables, each made when it is missing: what a Nextcloud's database lacks.
std::vector<std::string> own_create_statements(Engine engine);

}  // namespace roster::storage
