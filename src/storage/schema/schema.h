// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/drivers/driver.h"

namespace roster::storage {

// A column, described as in schema_tables.h.
struct Column {
    std::string_view name{};
    std::string_view type{};
    bool not_null = false;
    std::string_view otherwise = "NULL";

    // Whether the engine numbers the rows in it.
    bool counts() const;
};

struct Index {
    std::string_view name{};
    std::vector<std::string_view> columns{};  // COLUMN or COLUMN:N
    bool unique = false;
};

// A table of the schema, for code that checks, repairs or copies it.
struct KnownTable {
    std::string_view name{};  // without the installation's prefix
    bool own = false;         // Roster's, which has no prefix
    std::vector<Column> columns{};
    std::vector<std::string_view> key{};  // the primary key's columns
    std::vector<Index> indexes{};         // all others

    // The name in the database.
    std::string full_name(std::string_view prefix) const;
};
// Nextcloud's tables, then Roster's, as they are on this engine.
std::vector<KnownTable> known_tables(Engine engine);

// The statement that creates an index which a table has in a stock installation.
std::string create_index_statement(Engine engine, std::string_view prefix, const KnownTable& table,
                                   const Index& index);

// A name for use in statements, quoted where the engine reserves the word.
std::string quoted(std::string_view name, Engine engine);

// The statements that create Nextcloud's tables in an empty database, in order, with the columns,
// defaults, keys and index names of Nextcloud, then Roster's own tables. `prefix` goes before
// Nextcloud's table names; index names have none. No statement ends with `;`.
std::vector<std::string> create_statements(Engine engine, std::string_view prefix);

// The statements that drop these tables, where they exist, in the same order.
std::vector<std::string> drop_statements(std::string_view prefix);

// Only Roster's own tables, each created when it is missing: what a Nextcloud database lacks.
std::vector<std::string> own_create_statements(Engine engine);

// The statements that drop Roster's own tables with their content.
std::vector<std::string> own_drop_statements(Engine engine);

}  // namespace roster::storage
