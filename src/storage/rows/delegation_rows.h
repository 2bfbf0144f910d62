// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// oc_authorized_groups as (class, gid), by class, then in insertion order.
std::vector<std::pair<std::string, Gid>> delegations(Connection& db);
// Whether any settings are delegated to the group.
bool is_delegated(Connection& db, std::string_view gid);
// Whether these settings are delegated to any group.
bool has_delegations(Connection& db, std::string_view settings_class);
// False when it exists already.
bool insert_delegation(Connection& db, std::string_view settings_class, std::string_view gid);
// False when it does not exist.
bool delete_delegation(Connection& db, std::string_view settings_class, std::string_view gid);

}  // namespace roster::storage
