// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// What lets the lists of recent logins and of a group's members be searched without a look at
// everybody on them: an index of the logins by time, their pages (list_pages), and a note of those
// members who have no account, since the people index knows accounts only. It stands beside the
// people index, and is kept right by SQLite and by triggers, whoever writes. user_queries.h
// uses it.

// The statements that make it beside tables named with that prefix, and remove it.
std::vector<std::string> list_index_statements(std::string_view prefix);
std::vector<std::string> drop_list_index_statements();
// Whether this database has it, and every trigger that keeps it right: a program that makes a table
// anew loses them.
bool has_list_indexes(Connection& db);
// Whether the people index is there without it.
bool lacks_list_indexes(Connection& db);
// Makes it then. For a million accounts this takes some seconds, once.
void complete_list_indexes(Connection& db);
// Finds out anew what triggers have noted.
void build_list_indexes(Connection& db);

}  // namespace roster::storage
