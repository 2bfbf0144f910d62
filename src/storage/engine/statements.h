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

// An engine with the statements that were prepared on it, in its own words: tables with the prefix
// of the installation, and what stands in braces as its dialect says it.
class Statements {
  public:
    // Resets a statement when its use ends, however it ends.
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

    Statement& prepared(Sql sql);
    // One without parameters and rows.
    void run(Sql sql);
    // Those that have been prepared, in the engine's words and no order.
    std::vector<std::string> texts() const;

  private:
    std::string for_engine(std::string_view written) const;

    std::unique_ptr<Driver> driver_;
    std::string prefix_;
    std::unordered_map<const char*, std::unique_ptr<Statement>> prepared_;  // by Sql's literal
};

}  // namespace roster::storage
