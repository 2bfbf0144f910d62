// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <exception>
#include <vector>

#include "storage/engine/statements.h"

namespace roster::storage {

// Changes that are made all or none. Units nest: the outermost one is a transaction, each inner one
// a savepoint. A unit opens in the engine at its first statement, so that one without statements
// costs nothing.
class UnitOfWork {
  public:
    // How deep units may nest.
    static constexpr std::size_t kMostUnits = 8;

    explicit UnitOfWork(Statements& statements) : statements_(statements) {}

    std::size_t depth() const { return units_.size(); }
    // Begins a unit inside the open one, or a transaction when none is open. On SQLite the commit
    // of a transaction that is not durable does not wait for the disk; it reaches the disk with the
    // next durable one. Throws std::logic_error beyond kMostUnits.
    void begin(bool durable = true);
    // Whether a statement may run without open().
    bool is_open() const { return is_open_; }
    // Opens in the engine the units that have begun. If the engine has rolled the transaction back
    // on its own, this throws that error until the transaction has ended.
    void open();
    // Records that something has changed.
    void note_change() {
        if (!units_.empty()) units_.back().changed = true;
    }
    // Protects what the innermost unit has changed so far from its rollback(), but not from
    // abandon_above() or the rollback of a unit around it.
    void keep();
    // Ends the innermost unit: its changes join the unit around it, or become durable.
    void commit();
    // Ends the innermost unit and undoes what it has not kept. Kept changes join the unit around
    // it, or become durable.
    void rollback();
    // Ends all units but the first `depth`, and undoes all their changes.
    void abandon_above(std::size_t depth);

  private:
    struct Unit {
        bool durable = true;
        bool changed = false;       // since it began, or since keep()
        std::size_t savepoint = 0;  // where it begins; 0 for a transaction
        std::size_t kept = 0;       // the savepoint behind the kept changes; 0: none
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
    std::size_t opened_ = 0;      // how many of units_ are open in the engine
    std::size_t savepoints_ = 0;  // how many are set in the engine
    bool is_open_ = true;
    bool is_durable_ = true;       // what the driver is set to
    std::exception_ptr undone_{};  // why the engine has rolled the transaction back
};

}  // namespace roster::storage
