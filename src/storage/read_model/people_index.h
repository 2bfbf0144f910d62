// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/connection.h"
#include "storage/read_model/people_trigrams.h"

namespace roster::storage {

// The people index: everybody in the order of the account lists, and which of them have a text in
// their uid, display name or e-mail. It lets a page be cut out of a million accounts, with a search
// or without, without a look at the others. SQLite only; elsewhere user_queries.h
// asks Nextcloud's tables.
//
// Triggers note whose row changed, whoever changed it; their entries are made anew later, by
// fold_people_changes(). Until then those accounts are looked at one by one, so that a page is
// always right.

// The statements that make the index beside tables named with that prefix, and remove it.
std::vector<std::string> people_index_statements(std::string_view prefix);
std::vector<std::string> drop_people_index_statements();
// Whether this database has one.
bool has_people_index(Connection& db);
// Whether it has one that an older version has made, and that counts as none.
bool has_old_people_index(Connection& db);
// Makes such a one whole.
void complete_people_index(Connection& db);

// Makes all entries anew. For a million accounts this takes some seconds.
void build_people_index(Connection& db);
// Makes all entries anew where so many are out of date that one by one would take longer, as after
// another program has filled the tables. A unit of work of its own.
void refresh_people_index(Connection& db);
// Brings the entries of at most `most` changed accounts up to date.
void fold_people_changes(Connection& db, std::int64_t most);

// Keeps the index up to date beside the writes, for whoever does them.
class PeopleKeeper {
  public:
    // A unit of work of its own, of some milliseconds: brings some entries of an index that is
    // there up to date, while busy only when many are not. Whether more is left to do.
    bool tend(Connection& db, bool busy);

  private:
    CommonTrigrams common_trigrams_{};
};

// The uids at `offset` and after, in the order of the lists: by lower-cased display name, those
// without one first, then by lower-cased uid. With `search` those only that have it in their uid,
// display name or e-mail. Nothing when the index is not there or too far behind.
std::optional<std::vector<Uid>> page_of_people(Connection& db, std::string_view search,
                                               std::int64_t limit, std::int64_t offset);

}  // namespace roster::storage
