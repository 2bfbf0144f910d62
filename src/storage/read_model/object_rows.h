// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// Account objects that are ready to be sent, one row for each account, so that showing one does not
// read five tables. SQLite only; part of the same indices as the people index.
//
// Triggers note whose rows changed, whoever changed them: an object that is noted does not count
// until it is made anew. The basis, a number, stands for everything else that an object follows
// from, such as settings: an object with another basis does not count either.

// The statements that make the table beside tables named with that prefix, and remove it.
std::vector<std::string> object_statements(std::string_view prefix);
std::vector<std::string> drop_object_statements();
// Whether this database has one.
bool has_objects(Connection& db);

// Makes it beside a people index that an older version has made, and anew where that version had
// one too. A unit of work of its own.
void complete_objects(Connection& db);

// The objects of the accounts with these uids, in JSON; without those that are not there or do not
// count. In one statement for up to 256.
std::unordered_map<Uid, std::string> find_objects(Connection& db, std::span<const Uid> uids,
                                                  std::int64_t basis);
// Keeps an object, which counts from now on; without one, what is there is removed.
void keep_object(Connection& db, std::string_view uid, std::int64_t basis,
                 const std::optional<std::string>& json);

// At most `most` accounts whose objects were noted as out of date.
std::vector<Uid> uids_with_old_objects(Connection& db, std::int64_t most);
// The next accounts, at most `most`, of a pass over everybody that makes the objects with this
// basis, in the order of the lists. None when the pass is over.
std::vector<Uid> next_uids_of_pass(Connection& db, std::int64_t basis, std::int64_t most);

}  // namespace roster::storage
