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

// Thrown at the first change that a call tries on a connection for reading: it is run again where
// it may write.
struct NeedsWriter {};

// The row a statement stands on.
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

// A value of a statement whose number of values is known at run time only (many_rows.h).
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

// A connection to an engine, used by one thread at a time. SQL is a literal, and tables are named
// with the prefix `oc_`, which is replaced when the installation has another. What the engines do
// differently stands in braces, `{written:KEY}`, `{has:COLUMN,...}`, `{share}`, `{exact}` and
// `{key=}`, and becomes the dialect's words. A text that is compared with `=` is equal to its own
// bytes alone, on every engine.
class Connection {
  public:
    Connection(std::unique_ptr<Driver> driver, bool writable, std::string prefix = "oc_");

    bool writable() const { return writable_; }
    // For a connection that several calls use in turn, those that only read and those that do not.
    void set_writable(bool writable) { writable_ = writable; }
    const Dialect& dialect() const { return statements_.dialect(); }
    Engine engine() const { return dialect().engine; }
    // As the driver has it.
    bool is_in_place() { return driver().is_in_place(); }
    // From now on changes are not made, and counted as made: for calls that only read, and would
    // note that they did, while nothing can be written.
    void forget_changes(bool forgets) { forgets_changes_ = forgets; }
    bool forgets_changes() const { return forgets_changes_; }
    // Whether a row may be in the way of one with another key; as the dialect has it.
    bool keys_may_clash() const { return !dialect().exactness.empty(); }
    // As the driver has it.
    bool locks_reach_everybody() { return driver().locks_reach_everybody(); }
    // What the names of Nextcloud's tables begin with here.
    const std::string& prefix() const { return statements_.prefix(); }
    // The chain of roster_audit that this connection adds to. One for all where the engine has one
    // writer at a time; elsewhere each connection has its own, so that nobody waits for another's
    // row.
    const std::string& audit_chain() const { return audit_chain_; }

    // The rows, each passed through `map`.
    template <class Map, class... Args>
    auto all(Map map, Sql sql, const Args&... args) {
        std::vector<std::decay_t<std::invoke_result_t<Map, const Row&>>> rows;
        const Statements::Use use = start(sql, args...);
        while (use.statement.step())
            rows.push_back(map(Row(use.statement)));
        return rows;
    }
    // Passes each row to `visit` and keeps none; a visit that returns false is the last.
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
    // The first row, or nothing.
    template <class Map, class... Args>
    auto one(Map map, Sql sql, const Args&... args)
        -> std::optional<std::decay_t<std::invoke_result_t<Map, const Row&>>> {
        const Statements::Use use = start(sql, args...);
        if (!use.statement.step()) return std::nullopt;
        return map(Row(use.statement));
    }
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
    // First column of the first row; nothing when there is no row or it is NULL.
    template <class... Args>
    std::optional<std::string> text(Sql sql, const Args&... args) {
        return one([](const Row& row) { return row.optional_text(0); }, sql, args...)
            .value_or(std::nullopt);
    }
    template <class... Args>
    std::int64_t integer(Sql sql, const Args&... args) {
        return one([](const Row& row) { return row.integer(0); }, sql, args...).value_or(0);
    }
    template <class... Args>
    bool exists(Sql sql, const Args&... args) {
        return one([](const Row&) { return true; }, sql, args...).has_value();
    }
    // Changes rows and says how many. Throws NeedsWriter on a connection for reading.
    template <class... Args>
    std::int64_t change(Sql sql, const Args&... args) {
        if (forgets_changes_) return 1;
        if (!writable_) throw NeedsWriter{};
        const Statements::Use use = start(sql, args...);
        units_.note_change();
        use.statement.step();
        return use.statement.changes();
    }
    // Statements made at run time, such as those of the schema; they are not kept.
    void run(const std::string& sql);
    void run(const std::vector<std::string>& statements);
    // The first column of its first row; 0 where there is none or it is NULL.
    std::int64_t integer_now(const std::string& sql);

    // How many statements this connection has run, without those that only begin, end or undo a
    // unit of work.
    std::uint64_t statements() const { return count_; }
    // Their texts in the engine's words, each once, so that its plans can be looked at.
    std::vector<std::string> statement_texts() const { return statements_.texts(); }

    // One call: a unit of work, or a snapshot where it may only read. It opens at its first
    // statement; close_call(false) undoes what has happened since then or since the last
    // keep_call(). Inside of a Savepoint the latter speaks of that one.
    void open_call();
    void keep_call() { units_.keep(); }
    void close_call(bool good);
    // Undoes everything, what was kept too: the call is run again, or has met an accident.
    void abandon_call();
    // As the snapshot has it.
    void keep_snapshots() { snapshot_.keep_for_next(); }
    void end_snapshot() { snapshot_.end(); }

    // What was read and is true until somebody changes the database: kept for the calls after this
    // one under a key of the reader's choice. nullptr on a connection that writes, and where the
    // engine cannot tell that somebody has changed something.
    ReadCache* cache();
    // The bytes of that cache, 4 MiB unless set.
    void limit_cache(std::size_t bytes) { cache_.limit(bytes); }
    // The result of `load`, out of that cache where there is one.
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

    // Whether somebody else has changed the database since this was asked last. For a connection
    // that writes, where the engine can tell; else false.
    bool others_have_changed();
    // Calls between these two share one commit; each can still be undone on its own. What is not
    // durable (UnitOfWork) can be made again.
    void begin_batch(bool durable = true);
    bool in_batch() const { return batch_; }
    void commit_batch();
    void abandon_batch();
    // As the driver has it; between units of work.
    void copy_log() { driver().copy_log(); }

  private:
    friend class Savepoint;
    // How a call that has been opened may use the database.
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

    // Opens what a statement has to stand in.
    void get_ready() {
        if (waits_to_read_)
            open_for_reading();
        else if (!units_.is_open())
            units_.open();
        else if (call_ == Call::none)
            snapshot_.end();  // A statement outside of calls sees what there is now.
    }
    void open_for_reading();

    Statements statements_;
    UnitOfWork units_{statements_};
    Snapshot snapshot_{statements_.driver()};
    ReadCache cache_{};
    std::optional<std::int64_t> data_version_{};  // that cache_ is about
    bool writable_;
    bool forgets_changes_ = false;
    std::string audit_chain_;
    std::uint64_t count_ = 0;  // of the statements that were run
    Call call_ = Call::none;
    std::size_t call_depth_ = 0;  // of the units around it
    bool waits_to_read_ = false;  // the call, for its first statement
    bool remembers_ = false;      // this call may use cache_
    bool batch_ = false;
};

// A part of what is changed that can be undone on its own: at its end, unless it was released. It
// stands in the call that is open, or in another one; by itself it is a transaction. An error of
// the engine inside of it leaves what is around it as it was. It does nothing on a connection for
// reading, where nothing can be changed.
class Savepoint {
  public:
    explicit Savepoint(Connection& db);
    ~Savepoint();
    Savepoint(const Savepoint&) = delete;

    // What it has done stays with what is around it.
    void release();
    // Undoes what it has done, but for what keep_call() has kept.
    void roll_back();

  private:
    UnitOfWork* units_;  // nullptr when it has ended
    std::size_t depth_;  // of the units around it
};

}  // namespace roster::storage
