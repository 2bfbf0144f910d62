// SPDX-License-Identifier: Apache-2.0
#include "storage/schema/copy.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <variant>
#include <vector>

#include "base/crypto/crypto.h"
#include "storage/schema/catalog.h"
#include "storage/schema/integrity_checks.h"
#include "storage/schema/schema.h"

namespace roster::storage {

namespace {

using Cell = std::variant<std::nullptr_t, std::int64_t, std::string>;
using Cells = std::vector<Cell>;

// Whether a type of schema_tables.h holds numbers.
bool is_number(std::string_view type) {
    return !type.starts_with('v') && !type.starts_with("clob") && type != "time";
}

// Counts rows and adds up their hashes, so that the order of the rows does not matter: each engine
// sorts texts in its own way.
struct Sum {
    std::int64_t rows = 0;
    std::uint64_t hashes = 0;

    void add(const Cells& cells) {
        std::string text;
        for (const Cell& cell : cells) {
            if (const auto* number = std::get_if<std::int64_t>(&cell))
                text += fmt::format("i{};", *number);
            else if (const auto* words = std::get_if<std::string>(&cell))
                text += fmt::format("t{}:{};", words->size(), *words);
            else
                text += "n;";
        }
        constexpr std::size_t kHexDigits = 16;
        const std::string hex = sha256_hex(text).substr(0, kHexDigits);
        std::uint64_t hash = 0;
        std::from_chars(hex.data(), hex.data() + hex.size(), hash, 16);
        hashes += hash;
        ++rows;
    }
    bool operator==(const Sum&) const = default;
};

// One side of the copy.
struct Side {
    Driver& driver;
    Engine engine;
    std::string prefix;

    std::string name_of(const KnownTable& table) const {
        return quoted(table.full_name(prefix), engine);
    }
    std::string list_of(const std::vector<std::string_view>& names) const {
        std::vector<std::string> list;
        for (const std::string_view name : names)
            list.push_back(quoted(name, engine));
        return fmt::format("{}", fmt::join(list, ", "));
    }
};

std::vector<std::string_view> column_names(const KnownTable& table) {
    std::vector<std::string_view> names;
    for (const Column& column : table.columns)
        names.push_back(column.name);
    return names;
}

// The condition for the rows after the bound key. The comparison of the first column alone lets
// every engine use an index; the whole key decides.
std::string after_key(const Side& side, const KnownTable& table) {
    const std::string first = quoted(table.key.front(), side.engine);
    if (table.key.size() == 1) return fmt::format("{} > ?", first);
    const std::vector<std::string_view> marks(table.key.size(), "?");
    return fmt::format("{} >= ? AND ({}) > ({})", first, side.list_of(table.key),
                       fmt::join(marks, ", "));
}

void bind_cell(Statement& statement, int index, const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell))
        statement.bind(index, *number);
    else if (const auto* text = std::get_if<std::string>(&cell))
        statement.bind(index, std::string_view(*text));
    else
        statement.bind_null(index);
}

Cells read_row(const Statement& statement, const KnownTable& table) {
    Cells cells;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const int column = static_cast<int>(i);
        if (statement.is_null(column))
            cells.emplace_back(nullptr);
        else if (is_number(table.columns[i].type))
            cells.emplace_back(statement.integer(column));
        else
            cells.emplace_back(std::string(statement.text(column)));
    }
    return cells;
}

// Reads a table in chunks, in insertion order as far as the engine keeps it, because responses
// follow that order. Works within one read transaction.
class Reader {
  public:
    Reader(const Side& side, const KnownTable& table, std::int64_t chunk_rows)
        : side_(side), table_(table), chunk_rows_(chunk_rows) {
        const std::string select = fmt::format(
            "SELECT {} FROM {}", side.list_of(column_names(table)), side.name_of(table));
        const std::string cursor = fmt::format("roster_copy_{}", table.name);
        switch (side.engine) {
            case Engine::sqlite:
                rows_ = side.driver.prepare(select + " ORDER BY rowid");
                return;
            case Engine::postgres:
                // Otherwise a scan of a large table may begin in the middle.
                side.driver.run("SET LOCAL synchronize_seqscans = off");
                side.driver.run(fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", cursor, select));
                rows_ = side.driver.prepare(fmt::format("FETCH {} FROM {}", chunk_rows, cursor));
                return;
            case Engine::mariadb:
                read_by_key(select);
                return;
        }
    }

    // Empty after the last row.
    std::vector<Cells> next_chunk() {
        const bool by_key = side_.engine == Engine::mariadb;
        if (by_key && !last_.empty()) bind_last();
        Statement& statement = by_key && !last_.empty() ? *later_ : *rows_;
        std::vector<Cells> rows;
        while (!ended_ && static_cast<std::int64_t>(rows.size()) < chunk_rows_) {
            ended_ = !statement.step();
            if (!ended_) rows.push_back(read_row(statement, table_));
        }
        // SQLite continues its statement; the others fetch the next chunk.
        if (side_.engine != Engine::sqlite) {
            statement.reset();
            ended_ = rows.empty();
        }
        if (!rows.empty()) last_ = rows.back();
        return rows;
    }

  private:
    // MariaDB stores rows in key order; a chunk begins after the last row of the one before.
    void read_by_key(const std::string& select) {
        const std::string order =
            fmt::format("ORDER BY {} LIMIT {}", side_.list_of(table_.key), chunk_rows_);
        rows_ = side_.driver.prepare(fmt::format("{} {}", select, order));
        later_ = side_.driver.prepare(
            fmt::format("{} WHERE {} {}", select, after_key(side_, table_), order));
        for (const std::string_view key : table_.key)
            key_places_.push_back(static_cast<std::size_t>(
                std::ranges::find(table_.columns, key, &Column::name) - table_.columns.begin()));
    }

    void bind_last() {
        int index = 0;
        if (key_places_.size() > 1) bind_cell(*later_, ++index, last_[key_places_.front()]);
        for (const std::size_t place : key_places_)
            bind_cell(*later_, ++index, last_[place]);
    }

    const Side& side_;
    const KnownTable& table_;
    const std::int64_t chunk_rows_;
    std::unique_ptr<Statement> rows_, later_;
    std::vector<std::size_t> key_places_;
    Cells last_;
    bool ended_ = false;
};

std::int64_t count_rows(const Side& side, const KnownTable& table) {
    const auto statement =
        side.driver.prepare(fmt::format("SELECT COUNT(*) FROM {}", side.name_of(table)));
    return statement->step() ? statement->integer(0) : 0;
}

void write_rows(const Side& to, const KnownTable& table, Statement& insert,
                const std::vector<Cells>& rows) {
    to.driver.begin_write();
    try {
        for (const Cells& cells : rows) {
            int index = 0;
            for (const Cell& cell : cells)
                bind_cell(insert, ++index, cell);
            insert.step();
            insert.reset();
        }
        to.driver.commit();
    } catch (const DatabaseError& error) {
        to.driver.rollback();
        throw DatabaseError(fmt::format("a row of {} does not fit into the new database: {}",
                                        to.name_of(table), error.what()));
    }
}

Sum copy_table(const Side& from, const Side& to, const KnownTable& table,
               const CopyOptions& options) {
    const std::vector<std::string_view> columns = column_names(table);
    const std::vector<std::string_view> marks(columns.size(), "?");
    const auto insert =
        to.driver.prepare(fmt::format("INSERT INTO {} ({}) VALUES ({})", to.name_of(table),
                                      to.list_of(columns), fmt::join(marks, ", ")));
    const std::int64_t total = count_rows(from, table);
    Reader reader(from, table, options.chunk_rows);
    Sum sum;
    for (;;) {
        const std::vector<Cells> rows = reader.next_chunk();
        if (rows.empty()) break;
        write_rows(to, table, *insert, rows);
        for (const Cells& cells : rows)
            sum.add(cells);
        if (options.progress) options.progress(table.full_name(to.prefix), sum.rows, total);
    }
    if (sum.rows == 0 && options.progress) options.progress(table.full_name(to.prefix), 0, 0);
    return sum;
}

Sum sum_of(const Side& side, const KnownTable& table, std::int64_t chunk_rows) {
    Reader reader(side, table, chunk_rows);
    Sum sum;
    for (;;) {
        const std::vector<Cells> rows = reader.next_chunk();
        if (rows.empty()) return sum;
        for (const Cells& cells : rows)
            sum.add(cells);
    }
}

void make_tables(Connection& target, bool clear) {
    const Catalog catalog = read_catalog(target);
    for (const KnownTable& table : known_tables(target.engine())) {
        const std::string name = table.full_name(target.prefix());
        if (!catalog.contains(name)) continue;
        if (!clear)
            throw DatabaseError(
                fmt::format("the new database has a table {} already; name an empty one, or let "
                            "go of its tables with --clear-schema",
                            name));
        target.run(fmt::format("DROP TABLE {}", quoted(name, target.engine())));
    }
    target.run(create_statements(target.engine(), target.prefix()));
}

}  // namespace

CopyResult copy_database(const Database& from, const Database& to, const CopyOptions& options) {
    const std::unique_ptr<Connection> target = to.create();
    make_tables(*target, options.clear);
    const std::unique_ptr<Connection> source = from.connect(false);
    const std::unique_ptr<Driver> reading = from.connect_driver(false);
    const std::unique_ptr<Driver> writing = to.connect_driver(true);
    const Side left{*reading, source->engine(), source->prefix()};
    const Side right{*writing, target->engine(), target->prefix()};

    CopyResult result;
    reading->begin_read();
    std::vector<std::pair<KnownTable, Sum>> sums;
    for (KnownTable& table : known_tables(left.engine)) {
        const Sum sum = copy_table(left, right, table, options);
        sums.emplace_back(std::move(table), sum);
    }
    reading->commit();
    advance_counters(*target);
    writing->begin_read();
    for (const auto& [table, sum] : sums) {
        const Sum found = sum_of(right, table, options.chunk_rows);
        if (found != sum)
            throw DatabaseError(fmt::format(
                "the check of {} failed: {} rows were read, {} are there{}; nothing was switched",
                right.name_of(table), sum.rows, found.rows,
                found.rows == sum.rows ? ", but not the same" : ""));
        ++result.tables;
        result.rows += sum.rows;
    }
    writing->commit();
    return result;
}

}  // namespace roster::storage
