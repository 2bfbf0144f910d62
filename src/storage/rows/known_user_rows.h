// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "storage/engine/connection.h"

namespace roster::storage {

// Whom an account has found by phone number.

std::unordered_set<Uid> users_known_to(Connection& db, std::string_view uid);
// Whether an account has found another one.
bool knows_user(Connection& db, std::string_view uid, std::string_view known_uid);
void insert_known_user(Connection& db, std::string_view known_to, std::string_view known_user);
void delete_users_known_to(Connection& db, std::string_view known_to);

}  // namespace roster::storage
