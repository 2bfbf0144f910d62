// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"
#include "storage/schema/catalog.h"

namespace roster {

// Whether a file exists and its mode gives any permission to others than its owner.
bool is_open_to_others(const std::string& path);

// note: possibly nothing is wrong. warning: something is risky. error: something does not work.
enum class Severity { note, warning, error };

// The input of a check.
struct Examination {
    Transaction& tx;
    const Settings& settings;
    storage::Catalog catalog{};
};

// A check for one possible fault.
struct Check {
    std::string_view name{};
    Severity severity{};
    // Needs an intact schema, because it reads rows; skipped otherwise.
    bool reads_rows = false;
    // What was found; nothing when all is well.
    std::optional<std::string> (*look)(Examination&) = nullptr;
    std::string_view text{};  // `{}` stands for what was found
    // The command that repairs it; `{}` as above.
    std::string_view mend{};
    // The action of `roster doctor --mend NAME`; returns how many rows it changed.
    std::int64_t (*mend_rows)(Transaction&) = nullptr;
};
// All checks, in the order in which they run.
std::span<const Check> doctor_checks();

struct Finding {
    std::string_view name{};
    Severity severity{};
    std::string text{};
    std::string mend{};
};

// All findings, in the order of the checks. Changes nothing.
std::vector<Finding> examine(Transaction& tx);

// Repairs rows; returns how many it changed. Refuses not_found when no check of this name can
// repair.
Result<std::int64_t> mend(Transaction& tx, std::string_view name);

}  // namespace roster
