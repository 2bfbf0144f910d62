// SPDX-License-Identifier: Apache-2.0
#include "storage/schema/schema.h"

#include <fmt/core.h>

#include <array>
#include <span>
#include <stdexcept>

#include "base/text.h"
#include "storage/schema/schema_tables.h"

namespace roster::storage {
namespace {

struct TypeNames {
    std::string_view word;
    std::array<std::string_view, 3> names;  // indexed by Engine
};

constexpr TypeNames kTypes[] = {
    {"clob", {"CLOB", "TEXT", "longtext"}},
    {"clob16", {"CLOB", "TEXT", "text"}},
    {"small", {"SMALLINT", "SMALLINT", "smallint(6)"}},
    {"usmall", {"SMALLINT UNSIGNED", "SMALLINT", "smallint(5) unsigned"}},
    {"int", {"INTEGER", "INTEGER", "int(11)"}},
    {"uint", {"INTEGER UNSIGNED", "INTEGER", "int(10) unsigned"}},
    {"big", {"BIGINT", "BIGINT", "bigint(20)"}},
    {"ubig", {"BIGINT UNSIGNED", "BIGINT", "bigint(20) unsigned"}},
    {"bool", {"BOOLEAN", "BOOLEAN", "tinyint(1)"}},
    {"time", {"DATETIME", "TIMESTAMP(0) WITHOUT TIME ZONE", "datetime"}},
};

// A serial column makes PostgreSQL create the sequence TABLE_COLUMN_seq, the name that Nextcloud
// uses.
constexpr TypeNames kCountingTypes[] = {
    {"id", {"INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", "BIGSERIAL", "bigint(20)"}},
    {"uid-id", {"INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", "BIGSERIAL", "bigint(20) unsigned"}},
    {"int-id", {"INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", "SERIAL", "int(11)"}},
};

std::string_view find_name(std::span<const TypeNames> types, std::string_view word, Engine engine) {
    for (const TypeNames& type : types)
        if (type.word == word) return type.names[static_cast<std::size_t>(engine)];
    return {};
}

std::vector<Column> columns_of(const Table& table) {
    std::vector<Column> columns;
    for (const std::string_view words : split(table.columns, ';')) {
        Column column;
        for (const std::string_view word : split(trim(words), ' ')) {
            if (column.name.empty())
                column.name = word;
            else if (column.type.empty())
                column.type = word;
            else if (word == "!")
                column.not_null = true;
            else
                column.otherwise = word.substr(1);
        }
        if (column.not_null && column.otherwise == "NULL") column.otherwise = "";
        columns.push_back(column);
    }
    return columns;
}

// The primary key is the one without a name.
std::vector<Index> indexes_of(const Table& table, Engine engine) {
    std::vector<Index> indexes;
    for (const std::string_view words : split(table.keys, ';')) {
        const std::string_view text = trim(words);
        if (text.empty()) continue;
        const std::size_t open = text.find('(');
        Index index{.name = trim(text.substr(0, open)), .columns = {}, .unique = false};
        const auto take = [&index](char sign) {
            const bool is_there = index.name.starts_with(sign);
            if (is_there) index.name.remove_prefix(1);
            return is_there;
        };
        if (take('-') && engine == Engine::postgres) continue;
        if (take('~') && engine == Engine::sqlite) continue;
        index.unique = take('+');
        for (const std::string_view column :
             split(text.substr(open + 1, text.size() - open - 2), ','))
            index.columns.push_back(trim(column));
        indexes.push_back(std::move(index));
    }
    return indexes;
}

// `COLUMN:N` in this engine's SQL.
std::string key_columns(const std::vector<std::string_view>& columns, Engine engine) {
    std::string out;
    for (const std::string_view column : columns) {
        const std::size_t colon = column.find(':');
        const bool mariadb = engine == Engine::mariadb;
        if (!out.empty()) out += mariadb ? "," : ", ";
        out += quoted(column.substr(0, colon), engine);
        if (mariadb && colon != column.npos) out += fmt::format("({})", column.substr(colon + 1));
    }
    return out;
}

std::string type_name(std::string_view word, Engine engine) {
    if (word.starts_with('v'))
        return fmt::format("{}({})", engine == Engine::mariadb ? "varchar" : "VARCHAR",
                           word.substr(1));
    const std::string_view name = find_name(kTypes, word, engine);
    if (name.empty()) throw std::logic_error(fmt::format("no type '{}'", word));
    return std::string(name);
}

std::string column_definition(const Column& column, Engine engine) {
    const std::string name = quoted(column.name, engine);
    const std::string_view counting = find_name(kCountingTypes, column.type, engine);
    if (engine == Engine::mariadb && !counting.empty())
        return fmt::format("{} {} NOT NULL AUTO_INCREMENT", name, counting);
    if (!counting.empty()) return fmt::format("{} {}", name, counting);

    std::string_view otherwise = column.otherwise;
    if (otherwise == "false" && engine != Engine::postgres) otherwise = "0";
    std::string definition = fmt::format("{} {}", name, type_name(column.type, engine));
    // MariaDB itself prints NOT NULL before DEFAULT; both orders mean the same everywhere.
    if (engine == Engine::mariadb && column.not_null) definition += " NOT NULL";
    if (!otherwise.empty()) definition += fmt::format(" DEFAULT {}", otherwise);
    if (engine != Engine::mariadb && column.not_null) definition += " NOT NULL";
    return definition;
}

std::string primary_key(const std::vector<Column>& columns, const std::vector<Index>& indexes,
                        Engine engine) {
    for (const Column& column : columns)
        if (column.counts()) return key_columns({column.name}, engine);
    for (const Index& index : indexes)
        if (index.name.empty()) return key_columns(index.columns, engine);
    return {};
}

// `table` is quoted already where necessary.
std::string index_statement(Engine engine, std::string_view table, std::string_view guard,
                            const Index& index) {
    return fmt::format("CREATE {}INDEX {}{} ON {} ({})", index.unique ? "UNIQUE " : "", guard,
                       quoted(index.name, engine), table, key_columns(index.columns, engine));
}

// Appends the statements of one table to `out`. `guard` is "" or "IF NOT EXISTS ".
void add_table(const Table& table, Engine engine, std::string_view prefix, std::string_view guard,
               std::vector<std::string>& out) {
    const std::vector<Column> columns = columns_of(table);
    const std::vector<Index> indexes = indexes_of(table, engine);
    const std::string name = quoted(fmt::format("{}{}", prefix, table.name), engine);
    std::string text = fmt::format("CREATE TABLE {}{} (", guard, name);
    for (const Column& column : columns)
        text += column_definition(column, engine) + ", ";
    // In SQLite a counting column is itself declared as the key.
    const std::string key = primary_key(columns, indexes, engine);
    if (engine == Engine::sqlite && columns.front().counts())
        text.resize(text.size() - 2);
    else
        text += fmt::format("PRIMARY KEY ({})", key);
    if (engine == Engine::mariadb)
        for (const Index& index : indexes)
            if (!index.name.empty())
                text += fmt::format(", {}KEY {} ({})", index.unique ? "UNIQUE " : "",
                                    quoted(index.name, engine), key_columns(index.columns, engine));
    text += ")";
    if (engine == Engine::mariadb)
        text += " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    out.push_back(std::move(text));
    if (engine == Engine::mariadb) return;
    for (const Index& index : indexes)
        if (!index.name.empty()) out.push_back(index_statement(engine, name, guard, index));
}

KnownTable known(const Table& table, bool own, Engine engine) {
    KnownTable result{.name = table.name, .own = own, .columns = columns_of(table)};
    for (const Column& column : result.columns)
        if (column.counts()) result.key = {column.name};
    for (Index& index : indexes_of(table, engine)) {
        if (!index.name.empty())
            result.indexes.push_back(std::move(index));
        else
            result.key = std::move(index.columns);
    }
    return result;
}

}  // namespace

bool Column::counts() const {
    return !find_name(kCountingTypes, type, Engine::sqlite).empty();
}

std::string quoted(std::string_view name, Engine engine) {
    if (engine == Engine::mariadb) return fmt::format("`{}`", name);
    // Names in use that are reserved words in both other engines.
    for (const std::string_view word : {"action", "indexed", "key"})
        if (name == word) return fmt::format("\"{}\"", name);
    return std::string(name);
}

std::string KnownTable::full_name(std::string_view prefix) const {
    return own ? std::string(name) : fmt::format("{}{}", prefix, name);
}

std::vector<KnownTable> known_tables(Engine engine) {
    std::vector<KnownTable> tables;
    for (const Table& table : kNextcloudTables)
        tables.push_back(known(table, false, engine));
    for (const Table& table : kOwnTables)
        tables.push_back(known(table, true, engine));
    return tables;
}

std::string create_index_statement(Engine engine, std::string_view prefix, const KnownTable& table,
                                   const Index& index) {
    return index_statement(engine, quoted(table.full_name(prefix), engine), "", index);
}

std::vector<std::string> create_statements(Engine engine, std::string_view prefix) {
    std::vector<std::string> statements;
    for (const Table& table : kNextcloudTables)
        add_table(table, engine, prefix, "", statements);
    for (std::string& statement : own_create_statements(engine))
        statements.push_back(std::move(statement));
    return statements;
}

std::vector<std::string> drop_statements(std::string_view prefix) {
    std::vector<std::string> statements;
    for (const Table& table : kNextcloudTables)
        statements.push_back(fmt::format("DROP TABLE IF EXISTS {}{}", prefix, table.name));
    for (const Table& table : kOwnTables)
        statements.push_back(fmt::format("DROP TABLE IF EXISTS {}", table.name));
    return statements;
}

std::vector<std::string> own_create_statements(Engine engine) {
    std::vector<std::string> statements;
    for (const Table& table : kOwnTables)
        add_table(table, engine, "", "IF NOT EXISTS ", statements);
    return statements;
}

std::vector<std::string> own_drop_statements(Engine engine) {
    std::vector<std::string> statements;
    for (const Table& table : kOwnTables)
        statements.push_back(fmt::format("DROP TABLE IF EXISTS {}", quoted(table.name, engine)));
    return statements;
}

}  // namespace roster::storage
