// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "storage/location.h"

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
    // What `{written}` in a statement stands for: rows in the order in which they were written, as
    // far as the engine can tell.
    std::string_view written_order;
    // Whether a transaction that writes waits until all others that do have ended.
    bool one_writer = true;
};

// One connection to an engine: the whole of what a new database has to provide.
class Driver {
  public:
    virtual ~Driver() = default;
    virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
    virtual void begin_read() = 0;
    virtual void begin_write() = 0;
    virtual void commit() = 0;
    virtual void rollback() = 0;
    virtual const Dialect& dialect() const = 0;
};

// An accident of the engine: a full disk, a lost connection, a statement that is wrong.
class DatabaseError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace roster::storage
