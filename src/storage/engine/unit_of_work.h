// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <exception>
#include <vector>

#include "storage/engine/statements.h"

namespace roster::storage {

// What is changed all or none. Units stand inside each other: the outermost is a transaction, each
// other one a savepoint. A unit opens in the engine with its first statement, so that one without a
// statement costs nothing.
class UnitOfWork {
  public:
    // Of units inside each other.
    static constexpr std::size_t kMostUnits = 8;

    explicit UnitOfWork(Statements& statements) : statements_(statements) {}

    std::size_t depth() const { return units_.size(); }
    // Begins a unit inside of the one that is open, or a transaction where none is. On SQLite the
    // commit of a transaction that is not durable does not wait for the disk: it gets there with
    // the next one that is.
    void begin(bool durable = true);
    // Whether a statement may be run without open().
    bool is_open() const { return is_open_; }
    // Opens in the engine what has begun. Where the engine has undone the transaction on its own
    // throws what has told so, until the transaction has ended.
    void open();
    // Something has been changed.
    void note_change() {
        if (!units_.empty()) units_.back().changed = true;
    }
    // What the innermost unit has done so far stays when it is rolled back; not so when it is
    // abandoned, or a unit around it is undone.
    void keep();
    // Ends the innermost unit: it becomes part of the one around it, or durable.
    void commit();
    // Ends the innermost unit and undoes what it has not kept. The rest becomes part of the one
    // around it, or durable.
    void rollback();
    // Ends the units inside of the first `depth`, and undoes all that they have done.
    void abandon_above(std::size_t depth);

  private:
    struct Unit {
        bool durable = true;
        bool changed = false;       // something since it began, or since it was kept
        std::size_t savepoint = 0;  // where it begins; of a transaction none
        std::size_t kept = 0;       // the savepoint behind what was kept; 0: nothing was
    };
    enum class End { commit, rollback, abandon };

    void end(End how);
    void end_transaction(const Unit& unit, End how);
    void end_savepoint(const Unit& unit, End how);
    void begin_transaction(bool durable);
    std::size_t set_savepoint();
    void release(std::size_t savepoint);
    void note_whether_open() { is_open_ = opened_ == units_.size() && !undone_; }

    Statements& statements_;
    std::vector<Unit> units_{};
    std::size_t opened_ = 0;      // of units_, in the engine
    std::size_t savepoints_ = 0;  // in the engine
    bool is_open_ = true;
    bool is_durable_ = true;       // what the driver is set to
    std::exception_ptr undone_{};  // the transaction was, by the engine
};

}  // namespace roster::storage
