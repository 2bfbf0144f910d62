// SPDX-License-Identifier: Apache-2.0
#include "storage/schema/catalog.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "storage/schema/schema.h"

namespace roster::storage {

namespace {

// Every engine has its own catalog. Indexed by Engine.
constexpr std::array<Sql, 3> kColumnStatements = {
    "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p "
    "WHERE m.type = 'table'",
    "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = current_schema()",
    "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = DATABASE()",
};
constexpr std::array<Sql, 3> kIndexStatements = {
    "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'",
    "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = current_schema()",
    "SELECT table_name, index_name FROM information_schema.statistics "
    "WHERE table_schema = DATABASE()",
};

constexpr std::array<Sql, 3> kNameStatements = {
    "SELECT name FROM sqlite_master WHERE type = 'table'",
    "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()",
    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
};

using Pair = std::pair<std::string, std::string>;

std::vector<Pair> pairs(Connection& db, Sql sql) {
    return db.all([](const Row& row) { return Pair(row.text(0), row.text(1)); }, sql);
}

}  // namespace

Catalog read_catalog(Connection& db) {
    const auto engine = static_cast<std::size_t>(db.engine());
    Catalog catalog;
    for (Pair& column : pairs(db, kColumnStatements[engine]))
        catalog[column.first].columns.insert(std::move(column.second));
    for (const Pair& index : pairs(db, kIndexStatements[engine]))
        if (const auto table = catalog.find(index.first); table != catalog.end())
            table->second.indexes.insert(to_ascii_lower(index.second));
    return catalog;
}

bool has_own_tables(Connection& db) {
    const std::vector<std::string> names =
        db.texts(kNameStatements[static_cast<std::size_t>(db.engine())]);
    if (const std::string users = db.prefix() + "users";
        std::ranges::find(names, users) == names.end())
        throw DatabaseError(
            fmt::format("there is no table {} in the database, so it is no Nextcloud's and none of "
                        "roster maintenance:install",
                        users));
    return std::ranges::all_of(known_tables(db.engine()), [&names](const KnownTable& table) {
        return !table.own || std::ranges::find(names, table.name) != names.end();
    });
}

std::vector<SchemaGap> missing_columns(const Catalog& catalog, std::string_view prefix) {
    std::vector<SchemaGap> gaps;
    for (const KnownTable& table : known_tables(Engine::sqlite)) {
        if (table.own) continue;
        const std::string name = table.full_name(prefix);
        const auto found = catalog.find(name);
        if (found == catalog.end()) {
            gaps.push_back({.table = name});
            continue;
        }
        for (const Column& column : table.columns)
            if (!found->second.columns.contains(column.name))
                gaps.push_back({.table = name, .column = std::string(column.name)});
    }
    return gaps;
}

std::vector<IndexGap> missing_indexes(const Connection& db, const Catalog& catalog) {
    std::vector<IndexGap> gaps;
    for (const KnownTable& table : known_tables(db.engine())) {
        const std::string name = table.full_name(db.prefix());
        const auto found = catalog.find(name);
        if (found == catalog.end()) continue;
        for (const Index& index : table.indexes)
            if (!found->second.indexes.contains(to_ascii_lower(index.name)))
                gaps.push_back(
                    {.table = name,
                     .index = std::string(index.name),
                     .statement = create_index_statement(db.engine(), db.prefix(), table, index)});
    }
    return gaps;
}

std::vector<std::string> foreign_tables(const Catalog& catalog, std::string_view prefix) {
    std::set<std::string> known;
    for (const KnownTable& table : known_tables(Engine::sqlite))
        known.insert(table.full_name(prefix));
    std::vector<std::string> names;
    for (const auto& [name, table] : catalog)
        if (!known.contains(name) && !name.starts_with("sqlite_") && !name.starts_with("roster_"))
            names.push_back(name);
    return names;
}

}  // namespace roster::storage
