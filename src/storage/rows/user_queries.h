// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/query.h"
#include "storage/engine/connection.h"

namespace roster::storage {

// Questions for many users, as statements. Each question that somebody asks is a row of a table,
// with a whole statement on Nextcloud's tables, and where this program has an index of its own that
// may do it sooner, with that. Both throw logic_error at a question without a row.

// The uids that a query asks for.
std::vector<Uid> find_uids(Connection& db, const UserQuery& query);
// How many a query without its window would find.
std::int64_t count_uids(Connection& db, const UserQuery& query);

}  // namespace roster::storage
