// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "storage/connection_settings.h"

namespace roster::storage {

// A prepared statement of one connection. Parameters count from 1, columns from 0.
class Statement {
  public:
    virtual ~Statement() = default;
    // Bind a parameter. A text is not copied: it must stay alive until reset().
    virtual void bind(int index, std::int64_t value) = 0;
    virtual void bind(int index, std::string_view value) = 0;
    virtual void bind_null(int index) = 0;
    // Moves to the next row; false after the last one. Throws DatabaseError.
    virtual bool step() = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    // Valid until the next step() or reset().
    virtual std::string_view text(int column) const = 0;
    // The number of rows that the last INSERT, UPDATE or DELETE changed.
    virtual std::int64_t changes() const = 0;
    // Ends the execution, so that the statement can be bound and run again.
    virtual void reset() = 0;
};

// The differences between the engines. Everything else is written once.
struct Dialect {
    Engine engine = Engine::sqlite;
    std::string_view name;
    // The column that `{written:KEY}` in a statement stands for; it sorts rows in insertion order.
    // Empty where the engine stores rows in key order: then it is KEY itself.
    std::string_view written_order{};
    // Goes behind the pattern of a LIKE where a collation makes it case-insensitive.
    std::string_view folding{};
    // Goes before one side of a comparison to make it bytewise; `{exact}` stands for it. Empty
    // where every comparison is bytewise. Where it is not empty, a unique key treats some different
    // texts as equal; `{key=}` compares in the same way.
    std::string_view exactness{};
    // What `{share}` at the end of a SELECT stands for: it locks the rows in share mode until the
    // transaction ends.
    std::string_view sharing{};
    // Whether writing transactions run one after another. Where they do not, each statement sees
    // what others have committed before it.
    bool one_writer = true;
    // Whether a text that is too long for its column is an error.
    bool checks_lengths = false;
    // Whether a text that is not UTF-8 is an error.
    bool checks_utf8 = false;
    // Whether a text may contain a NUL.
    bool stores_nul = true;
    // Whether Nextcloud fails, instead of finding nothing, when it looks up a group by a text that
    // is not UTF-8 (contract: tables, section 5).
    bool fails_over_bad_gids = false;
};

// One connection to an engine: all that a new database has to implement. A lost connection is
// reopened by the next statement outside of a transaction; prepared statements stay usable.
// Functions that reach the engine throw DatabaseError.
class Driver {
  public:
    virtual ~Driver() = default;
    // Prepares a statement with `?` as placeholders.
    virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
    // Runs a statement of the schema once, without preparing it.
    virtual void run(const std::string& sql) = 0;
    // Begins a read-only transaction that sees a snapshot of the database.
    virtual void begin_read() = 0;
    // Whether the statements of a read-only call should share such a transaction: where that costs
    // nothing, or saves each of them a wait.
    virtual bool reads_together() = 0;
    // Whether nothing has changed since begin_read(), so that a new snapshot would show the same.
    // False where asking takes as long as a new snapshot.
    virtual bool is_current() { return false; }
    // Begins a transaction that may write.
    virtual void begin_write() = 0;
    virtual void commit() = 0;
    virtual void rollback() = 0;
    // Whether a row lock excludes all other writers. Between the nodes of a cluster it does not.
    virtual bool locks_reach_everybody() { return true; }
    // A number that differs after somebody else has changed the database; within begin_read() where
    // reads_together(). Nothing where the engine cannot tell.
    virtual std::optional<std::int64_t> data_version() { return std::nullopt; }
    // Whether the path of the database still leads to the open file, which may have been moved or
    // removed.
    virtual bool is_in_place() { return true; }
    // For idle time: checkpoints the WAL when it has grown long, and shrinks its file. Does nothing
    // for an engine without a WAL of its own.
    virtual void copy_log() {}
    virtual const Dialect& dialect() const = 0;
};

// Why an engine cannot work until an administrator acts or another program gives way.
enum class Trouble {
    none,
    locked,     // by another program, for longer than the timeout
    full,       // the disk
    read_only,  // the file or the server
    failing,    // its files cannot be opened, read or written
    gone,       // the file has been moved or removed
};

// An error of the engine: a full disk, a lost connection, a wrong statement.
class DatabaseError : public std::runtime_error {
  public:
    explicit DatabaseError(const std::string& text, Trouble trouble_ = Trouble::none)
        : std::runtime_error(text), trouble(trouble_) {}
    const Trouble trouble;
};

// The transaction conflicts with another one, for example in a deadlock, and must be rolled back.
// The same call may succeed when it is run again.
class Conflict : public DatabaseError {
  public:
    using DatabaseError::DatabaseError;
};

// The engine cannot be reached, or the connection broke.
class ConnectionLost : public DatabaseError {
  public:
    explicit ConnectionLost(const std::string& text, bool during_commit_ = false,
                            Trouble trouble_ = Trouble::none)
        : DatabaseError(text, trouble_), during_commit(during_commit_) {}
    // Whether the transaction may have been committed nevertheless.
    const bool during_commit;
};

}  // namespace roster::storage
