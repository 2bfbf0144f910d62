// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// What the engine's catalog says about one table.
struct CatalogTable {
    std::set<std::string, std::less<>> columns{};
    std::set<std::string, std::less<>> indexes{};  // in lower case
};
using Catalog = std::map<std::string, CatalogTable, std::less<>>;  // by full name

// All tables of the database.
Catalog read_catalog(Connection& db);

// Whether all of Roster's own tables exist. Throws DatabaseError when Nextcloud's do not.
bool has_own_tables(Connection& db);

// What a stock Nextcloud 32 has and this database lacks: a table, a column or an index.
struct SchemaGap {
    std::string table{};
    std::string column{};  // empty: the whole table
};
// In the order of the schema; a missing table is reported without its columns.
std::vector<SchemaGap> missing_columns(const Catalog& catalog, std::string_view prefix);

struct IndexGap {
    std::string table{};
    std::string index{};
    std::string statement{};  // that creates it
};
// In the order of the schema; missing tables are left out.
std::vector<IndexGap> missing_indexes(const Connection& db, const Catalog& catalog);

// Tables that belong neither to the schema nor to Roster, but to other apps.
std::vector<std::string> foreign_tables(const Catalog& catalog, std::string_view prefix);

}  // namespace roster::storage
