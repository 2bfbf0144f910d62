// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/query.h"
#include "storage/engine/connection.h"

namespace roster::storage {

// Queries over many users. Each supported query is a row of a table: a whole statement on
// Nextcloud's tables and, where Roster's own index may answer it faster, a function that uses that.
// Both functions throw std::logic_error for a query without a row.

// The uids in the window of a query, in its order.
std::vector<Uid> find_uids(Connection& db, const UserQuery& query);
// How many users the query would find without its window.
std::int64_t count_uids(Connection& db, const UserQuery& query);

}  // namespace roster::storage
