// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/engine/connection.h"

namespace roster::storage {

// What lets PostgreSQL cut a page out of the account lists and search in them without a look at
// everybody: an index in the order of the lists, and the trigrams of uids, display names and
// e-mails, for which the database has to have the extension pg_trgm. PostgreSQL keeps them right
// and uses them by itself.

// Makes those that are missing, and pg_trgm, which the owner of a database may add where the
// server has it installed; without it there are no trigrams. Not within a unit of work.
void add_postgres_indexes(Connection& db);
void drop_postgres_indexes(Connection& db);
// Whether the order is there without the trigrams.
bool lacks_trigrams(Connection& db);

}  // namespace roster::storage
