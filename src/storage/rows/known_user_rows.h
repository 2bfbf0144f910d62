// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "storage/engine/connection.h"

namespace roster::storage {

// oc_known_users: which users a user has found by phone number.

// The users whom `uid` has found.
std::unordered_set<Uid> users_known_to(Connection& db, std::string_view uid);
// Whether `uid` has found `known_uid`.
bool knows_user(Connection& db, std::string_view uid, std::string_view known_uid);
// Inserts without looking for an existing row.
void insert_known_user(Connection& db, std::string_view known_to, std::string_view known_user);
// Deletes all that `known_to` has found.
void delete_users_known_to(Connection& db, std::string_view known_to);

}  // namespace roster::storage
