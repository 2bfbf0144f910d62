// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "model/uid.h"
#include "storage/engine/read_cache.h"
#include "storage/engine/snapshot.h"
#include "storage/engine/statements.h"
#include "storage/engine/unit_of_work.h"

namespace roster::storage {

// Thrown at the first change on a read-only connection: the call is run again on a writable one.
struct NeedsWriter {};

// The current row of a statement.
class Row {
  public:
    explicit Row(const Statement& statement) : statement_(statement) {}
    std::string text(int column) const { return std::string(statement_.text(column)); }
    Uid uid(int column) const { return Uid(text(column)); }
    Gid gid(int column) const { return Gid(text(column)); }
    std::string_view view(int column) const { return statement_.text(column); }
    std::int64_t integer(int column) const { return statement_.integer(column); }
    bool is_null(int column) const { return statement_.is_null(column); }
    std::optional<std::string> optional_text(int column) const {
        if (is_null(column)) return std::nullopt;
        return text(column);
    }

  private:
    const Statement& statement_;
};

// A parameter of a statement whose number of parameters is known only at run time (many_rows.h).
class Parameter {
  public:
    template <class T>
    explicit Parameter(const T& value) {
        if constexpr (std::is_integral_v<T>)
            value_ = static_cast<std::int64_t>(value);
        else
            value_ = std::string_view(value);
    }
    template <class T>
    explicit Parameter(const std::optional<T>& value) {
        if (value) *this = Parameter(*value);
    }
    void bind(Statement& statement, int index) const {
        if (const auto* number = std::get_if<std::int64_t>(&value_))
            statement.bind(index, *number);
        else if (const auto* text = std::get_if<std::string_view>(&value_))
            statement.bind(index, *text);
        else
            statement.bind_null(index);
    }

  private:
    std::variant<std::monostate, std::int64_t, std::string_view> value_{};
};

// A connection to an engine, used by one thread at a time. SQL is a literal. It names tables with
// the prefix `oc_`, which is replaced by the prefix of the installation. Differences between the
// engines are written in braces, `{written:KEY}`, `{has:COLUMN,...}`, `{share}`, `{exact}` and
// `{key=}`, and are replaced from the Dialect. `=` compares texts bytewise on every engine.
// Statements throw DatabaseError when the engine fails, Conflict and ConnectionLost among them.
class Connection {
  public:
    Connection(std::unique_ptr<Driver> driver, bool writable, std::string prefix = "oc_");

    bool writable() const { return writable_; }
    // For a connection that serves both reading and writing calls.
    void set_writable(bool writable) { writable_ = writable; }
    const Dialect& dialect() const { return statements_.dialect(); }
    Engine engine() const { return dialect().engine; }
    // As in Driver.
    bool is_in_place() { return driver().is_in_place(); }
    // From now on changes are not made but reported as made: for reading calls that would record
    // something while the database cannot be written.
    void forget_changes(bool forgets) { forgets_changes_ = forgets; }
    bool forgets_changes() const { return forgets_changes_; }
    // Whether a row may block one with a different key (Dialect::exactness).
    bool keys_may_clash() const { return !dialect().exactness.empty(); }
    // As in Driver.
    bool locks_reach_everybody() { return driver().locks_reach_everybody(); }
    // The prefix of Nextcloud's tables here.
    const std::string& prefix() const { return statements_.prefix(); }
    // The chain of roster_audit that this connection appends to. One for all where the engine has
    // one writer at a time. Elsewhere each connection has its own, so that none waits for another's
    // row.
    const std::string& audit_chain() const { return audit_chain_; }

    // All rows, each mapped by `map`.
    template <class Map, class... Args>
    auto all(Map map, Sql sql, const Args&... args) {
        std::vector<std::decay_t<std::invoke_result_t<Map, const Row&>>> rows;
        const Statements::Use use = start(sql, args...);
        while (use.statement.step())
            rows.push_back(map(Row(use.statement)));
        return rows;
    }
    // Passes each row to `visit` without collecting them. `visit` may return false to stop.
    template <class Visit, class... Args>
    void each(Visit visit, Sql sql, const Args&... args) {
        const Statements::Use use = start(sql, args...);
        while (use.statement.step()) {
            if constexpr (std::is_same_v<std::invoke_result_t<Visit, const Row&>, bool>) {
                if (!visit(Row(use.statement))) return;
            } else {
                visit(Row(use.statement));
            }
        }
    }
    // The first row, mapped by `map`, or nothing.
    template <class Map, class... Args>
    auto one(Map map, Sql sql, const Args&... args)
        -> std::optional<std::decay_t<std::invoke_result_t<Map, const Row&>>> {
        const Statements::Use use = start(sql, args...);
        if (!use.statement.step()) return std::nullopt;
        return map(Row(use.statement));
    }
    // The first column of all rows, as texts, uids or gids.
    template <class... Args>
    std::vector<std::string> texts(Sql sql, const Args&... args) {
        return all([](const Row& row) { return row.text(0); }, sql, args...);
    }
    template <class... Args>
    std::vector<Uid> uids(Sql sql, const Args&... args) {
        return all([](const Row& row) { return row.uid(0); }, sql, args...);
    }
    template <class... Args>
    std::vector<Gid> gids(Sql sql, const Args&... args) {
        return all([](const Row& row) { return row.gid(0); }, sql, args...);
    }
    // The first column of the first row; nothing when there is no row or it is NULL.
    template <class... Args>
    std::optional<std::string> text(Sql sql, const Args&... args) {
        return one([](const Row& row) { return row.optional_text(0); }, sql, args...)
            .value_or(std::nullopt);
    }
    // The same as a number; 0 when there is no row.
    template <class... Args>
    std::int64_t integer(Sql sql, const Args&... args) {
        return one([](const Row& row) { return row.integer(0); }, sql, args...).value_or(0);
    }
    // Whether the statement finds a row.
    template <class... Args>
    bool exists(Sql sql, const Args&... args) {
        return one([](const Row&) { return true; }, sql, args...).has_value();
    }
    // Changes rows and returns how many. Throws NeedsWriter on a read-only connection.
    template <class... Args>
    std::int64_t change(Sql sql, const Args&... args) {
        if (forgets_changes_) return 1;
        if (!writable_) throw NeedsWriter{};
        const Statements::Use use = start(sql, args...);
        units_.note_change();
        use.statement.step();
        return use.statement.changes();
    }
    // Run statements that are built at run time, such as those of the schema, without keeping them
    // prepared. Throw NeedsWriter on a read-only connection.
    void run(const std::string& sql);
    void run(const std::vector<std::string>& statements);
    // Runs such a statement; the first column of its first row, 0 when there is none or it is NULL.
    std::int64_t integer_now(const std::string& sql);

    // How many statements this connection has run, not counting those that only begin, end or undo
    // a unit of work.
    std::uint64_t statements() const { return count_; }
    // The prepared statements in the engine's SQL, each once, for example to examine their plans.
    std::vector<std::string> statement_texts() const { return statements_.texts(); }

    // One call: a unit of work, or a snapshot when it only reads. It opens at its first statement.
    // keep_call() sets a savepoint; close_call(false) rolls back to the last one or to the
    // beginning. Inside a Savepoint, keep_call() applies to that.
    void open_call();
    void keep_call() { units_.keep(); }
    void close_call(bool good);
    // Rolls everything back, kept changes too: the call is run again or has failed.
    void abandon_call();
    // As in Snapshot.
    void keep_snapshots() { snapshot_.keep_for_next(); }
    void end_snapshot() { snapshot_.end(); }

    // Values that were read and hold until the database changes, cached for later calls under keys
    // that the reader chooses. nullptr on a writable connection, and where the engine cannot report
    // changes.
    ReadCache* cache();
    // Limits the bytes of that cache; 4 MiB by default.
    void limit_cache(std::size_t bytes) { cache_.limit(bytes); }
    // The result of `load`, cached under `key` where there is a cache.
    template <class Load>
    auto remembered(const std::string& key, Load load) -> std::invoke_result_t<Load> {
        ReadCache* const known = cache();
        if (!known) return load();
        using Loaded = std::invoke_result_t<Load>;
        if (const std::any* kept = known->find(key)) return std::any_cast<const Loaded&>(*kept);
        Loaded loaded = load();
        known->keep(key, loaded);
        return loaded;
    }

    // Whether somebody else has changed the database since the last time this was asked. For a
    // writable connection; false where the engine cannot tell.
    bool others_have_changed();
    // The calls between these two share one commit; each can still be rolled back alone. Pass
    // `durable` = false only for changes that can be redone (UnitOfWork::begin).
    void begin_batch(bool durable = true);
    // Make the batch durable, or roll all of it back.
    bool in_batch() const { return batch_; }
    void commit_batch();
    void abandon_batch();
    // As in Driver. Only between units of work.
    void copy_log() { driver().copy_log(); }

  private:
    friend class Savepoint;
    // How an open call may use the database.
    enum class Call { none, reads, writes };

    Driver& driver() { return statements_.driver(); }

    template <class... Args>
    Statements::Use start(Sql sql, const Args&... args) {
        get_ready();
        Statement& statement = statements_.prepared(sql);
        ++count_;
        [[maybe_unused]] int index = 0;
        (bind_in_turn(statement, index, args), ...);
        return Statements::Use(statement);
    }
    template <class T>
    static void bind_in_turn(Statement& statement, int& index, const T& value) {
        bind(statement, ++index, value);
    }
    static void bind_in_turn(Statement& statement, int& index,
                             const std::vector<Parameter>& values) {
        for (const Parameter& value : values)
            value.bind(statement, ++index);
    }
    template <class T>
    static void bind(Statement& statement, int index, const T& value) {
        if constexpr (std::is_same_v<T, std::nullopt_t>)
            statement.bind_null(index);
        else if constexpr (std::is_integral_v<T>)
            statement.bind(index, static_cast<std::int64_t>(value));
        else
            statement.bind(index, std::string_view(value));
    }
    template <class T>
    static void bind(Statement& statement, int index, const std::optional<T>& value) {
        if (value)
            bind(statement, index, *value);
        else
            statement.bind_null(index);
    }

    // Opens the transaction, unit or snapshot that the next statement needs.
    void get_ready() {
        if (waits_to_read_)
            open_for_reading();
        else if (!units_.is_open())
            units_.open();
        else if (call_ == Call::none)
            snapshot_.end();  // A statement outside of calls sees the present state.
    }
    void open_for_reading();

    Statements statements_;
    UnitOfWork units_{statements_};
    Snapshot snapshot_{statements_.driver()};
    ReadCache cache_{};
    std::optional<std::int64_t> data_version_{};  // that cache_ was read at
    bool writable_;
    bool forgets_changes_ = false;
    std::string audit_chain_;
    std::uint64_t count_ = 0;  // statements run so far
    Call call_ = Call::none;
    std::size_t call_depth_ = 0;  // the number of units around it
    bool waits_to_read_ = false;  // its snapshot opens at its first statement
    bool remembers_ = false;      // this call may use cache_
    bool batch_ = false;
};

// A part of a call that can be rolled back alone. The destructor rolls it back unless release() was
// called. It nests in an open call or in another Savepoint; on its own it is a transaction. An
// engine error inside leaves the surroundings as they were. On a read-only connection it does
// nothing.
class Savepoint {
  public:
    explicit Savepoint(Connection& db);
    ~Savepoint();
    Savepoint(const Savepoint&) = delete;

    // Ends it and keeps its changes, as part of what is around it. Throws DatabaseError.
    void release();
    // Ends it and undoes its changes, except those that keep_call() kept.
    void roll_back();

  private:
    UnitOfWork* units_;  // nullptr after its end
    std::size_t depth_;  // the number of units around it
};

}  // namespace roster::storage
