// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/drivers/driver.h"
#include "storage/engine/sql.h"

namespace roster::storage {

// A driver with its prepared statements. Translates each statement for the engine: the prefix of
// the tables, and the words in braces from the Dialect.
class Statements {
  public:
    // Resets a statement at the end of its use, also after an exception.
    struct Use {
        Statement& statement;
        explicit Use(Statement& used) : statement(used) {}
        Use(const Use&) = delete;
        ~Use() { statement.reset(); }
    };

    Statements(std::unique_ptr<Driver> driver, std::string prefix)
        : driver_(std::move(driver)), prefix_(std::move(prefix)) {}

    Driver& driver() { return *driver_; }
    const Dialect& dialect() const { return driver_->dialect(); }
    const std::string& prefix() const { return prefix_; }

    // The prepared statement; prepares it at the first use. Throws DatabaseError, and
    // std::logic_error for an unknown word in braces.
    Statement& prepared(Sql sql);
    // Runs a statement without parameters and rows. Throws DatabaseError.
    void run(Sql sql);
    // The prepared statements in the engine's SQL, in no order.
    std::vector<std::string> texts() const;

  private:
    std::string for_engine(std::string_view written) const;

    std::unique_ptr<Driver> driver_;
    std::string prefix_;
    std::unordered_map<const char*, std::unique_ptr<Statement>> prepared_;  // by Sql's literal
};

}  // namespace roster::storage
