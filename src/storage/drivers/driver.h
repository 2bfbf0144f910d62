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
    virtual void bind(int index, std::int64_t value) = 0;
    virtual void bind(int index, std::string_view value) = 0;
    virtual void bind_null(int index) = 0;
    // Moves to the next row; false after the last. Throws DatabaseError.
    virtual bool step() = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    // Valid until the next step() or reset().
    virtual std::string_view text(int column) const = 0;
    // Rows that the last INSERT, UPDATE or DELETE changed.
    virtual std::int64_t changes() const = 0;
    virtual void reset() = 0;
};

// What the engines do differently; everything else is written once.
struct Dialect {
    Engine engine = Engine::sqlite;
    std::string_view name;
    // The column that `{written:KEY}` in a statement stands for: rows in the order in which they
    // were written. Empty where the engine keeps rows by their key: then it is KEY itself.
    std::string_view written_order{};
    // What stands behind the pattern of a LIKE, where letters are folded by collation.
    std::string_view folding{};
    // What makes a comparison hold only where both texts are the same bytes, before one of them;
    // `{exact}` stands for it. Empty where every comparison is so. Where not, a unique key takes
    // some texts for the same that are not: `{key=}` compares as it does.
    std::string_view exactness{};
    // What `{share}` at the end of a SELECT stands for: its rows stay until the transaction ends.
    std::string_view sharing{};
    // Whether a transaction that writes waits until all others that do have ended. Where not, each
    // of its statements sees what others have committed before.
    bool one_writer = true;
    // Whether text that is longer than its column is an accident.
    bool checks_lengths = false;
    // Whether text that is no UTF-8 is one.
    bool checks_utf8 = false;
    // Whether a text may hold a NUL.
    bool stores_nul = true;
    // Whether Nextcloud fails, instead of finding nothing, when a group is looked up by a text that
    // is no UTF-8 (contract: tables, section 5).
    bool fails_over_bad_gids = false;
};

// One connection to an engine: the whole of what a new database has to provide. One that was lost
// is made anew by what comes first outside of a transaction, and statements go on working.
class Driver {
  public:
    virtual ~Driver() = default;
    virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
    // Runs a statement of the schema.
    virtual void run(const std::string& sql) = 0;
    // A transaction that sees one moment of the database, and changes nothing.
    virtual void begin_read() = 0;
    // Whether the statements of a call that only reads should stand in such a transaction: where it
    // costs nothing, or spares each of them a wait.
    virtual bool reads_together() = 0;
    // Whether nobody has changed the database since begin_read, so that another one would see the
    // same. False where to ask takes as long as another one.
    virtual bool is_current() { return false; }
    virtual void begin_write() = 0;
    virtual void commit() = 0;
    virtual void rollback() = 0;
    // Whether a lock on a row keeps out everybody else who writes; not so between nodes of a
    // cluster.
    virtual bool locks_reach_everybody() { return true; }
    // A number that is another one once somebody has changed the database, within begin_read where
    // reads_together(). Nothing from an engine that cannot tell.
    virtual std::optional<std::int64_t> data_version() { return std::nullopt; }
    // Whether the place of the database still leads to what is open: its file may have been moved
    // or removed.
    virtual bool is_in_place() { return true; }
    // For when there is time: copies the log of changes into the database where it has become long,
    // and gives back its room on the disk. Where there is a log of one's own.
    virtual void copy_log() {}
    virtual const Dialect& dialect() const = 0;
};

// What keeps an engine from its work until somebody looks after it, or lets go of it.
enum class Trouble {
    none,
    locked,     // by somebody else, for longer than is waited
    full,       // its disk
    read_only,  // the file, or the server
    failing,    // its files cannot be opened, read or written
    gone,       // the file is not in its place any more
};

// An accident of the engine: a full disk, a lost connection, a statement that is wrong.
class DatabaseError : public std::runtime_error {
  public:
    explicit DatabaseError(const std::string& text, Trouble trouble_ = Trouble::none)
        : std::runtime_error(text), trouble(trouble_) {}
    const Trouble trouble;
};

// The transaction met another one, such as in a deadlock, and has to be undone. The same call may
// well succeed when it is run again.
class Conflict : public DatabaseError {
  public:
    using DatabaseError::DatabaseError;
};

// The engine cannot be reached, or went away.
class ConnectionLost : public DatabaseError {
  public:
    explicit ConnectionLost(const std::string& text, bool during_commit_ = false,
                            Trouble trouble_ = Trouble::none)
        : DatabaseError(text, trouble_), during_commit(during_commit_) {}
    // Whether the transaction may have become durable all the same.
    const bool during_commit;
};

}  // namespace roster::storage
