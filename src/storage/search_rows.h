// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "model/group.h"
#include "model/user.h"
#include "storage/connection.h"

namespace roster::storage {

// Accounts whose uid, display name or system e-mail contains the text, by display name.
std::vector<User> search_users(Connection& db, std::string_view text, std::int64_t limit,
                               std::int64_t offset = 0);
// Groups whose gid or display name contains the text, by gid.
std::vector<Group> search_groups(Connection& db, std::string_view text, std::int64_t limit,
                                 std::int64_t offset = 0);

// Those whom an account has found by phone number, with the text in uid or display name.
std::vector<User> search_known_users(Connection& db, std::string_view known_to,
                                     std::string_view text, std::int64_t limit,
                                     std::int64_t offset);
// All whom an account has found by phone number.
std::unordered_set<std::string> users_known_to(Connection& db, std::string_view uid);
// Whether an account has found another one by its phone number.
bool knows_user(Connection& db, std::string_view uid, std::string_view known_uid);

}  // namespace roster::storage
