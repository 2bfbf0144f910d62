// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/drivers/driver.h"

namespace roster::storage {

// A column in the words of schema_tables.h.
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

// A table as the schema knows it, for those who check, mend or copy it.
struct KnownTable {
    std::string_view name{};  // without the prefix of the installation
    bool own = false;         // Roster's, which has no prefix
    std::vector<Column> columns{};
    std::vector<std::string_view> key{};  // the primary key's columns
    std::vector<Index> indexes{};         // all others

    std::string full_name(std::string_view prefix) const;
};
std::vector<KnownTable> known_tables(Engine engine);

// Makes an index that a table of the schema has in a stock installation.
std::string create_index_statement(Engine engine, std::string_view prefix, const KnownTable& table,
                                   const Index& index);

// A name as it stands in statements, in quotes where it is a word of the engine's language.
std::string quoted(std::string_view name, Engine engine);

// The statements that make an empty database one of Nextcloud's, in order: every table with its
// columns, defaults, keys and index names as Nextcloud makes them, then Roster's own. `prefix`
// is put before Nextcloud's table names; index names carry none. No statement ends with `;`.
std::vector<std::string> create_statements(Engine engine, std::string_view prefix);

// The statements that take these tables away, where they are, in the same order.
std::vector<std::string> drop_statements(std::string_view prefix);

// Only Roster's own tables, each made when it is missing: what a Nextcloud's database lacks.
std::vector<std::string> own_create_statements(Engine engine);

// What takes Roster's own tables away again, with all that is in them.
std::vector<std::string> own_drop_statements(Engine engine);

}  // namespace roster::storage
