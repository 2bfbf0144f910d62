// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// Searches that the people index and the indexes of the lists (list_indexes.h) make short, for
// user_queries.h. Nothing where these are not there, too far behind, or of no use.

// Accounts that have logged in, the last one first, with the text.
std::optional<std::vector<Uid>> search_logins(Connection& db, std::string_view search,
                                              std::int64_t limit, std::int64_t offset);
// Members of a group by uid, accounts or not, with the text.
std::optional<std::vector<Uid>> search_group(Connection& db, std::string_view gid,
                                             std::string_view search, std::int64_t limit,
                                             std::int64_t offset);
// Members with an account, by display name, with the text: in a group so large that it takes less
// to search everybody.
std::optional<std::vector<Uid>> search_large_group(Connection& db, std::string_view gid,
                                                   std::string_view search, std::int64_t limit,
                                                   std::int64_t offset);

}  // namespace roster::storage
