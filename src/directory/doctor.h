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

// Whether a file is there and others than its owner may do something with it.
bool is_open_to_others(const std::string& path);

// How much a finding matters: nothing may be wrong, something is risky, something does not work.
enum class Severity { note, warning, error };

// What a check looks at.
struct Examination {
    Transaction& tx;
    const Settings& settings;
    storage::Catalog catalog{};
};

// One thing that may be wrong.
struct Check {
    std::string_view name{};
    Severity severity{};
    // Rows can be read only where the schema is whole; such checks are left out elsewhere.
    bool reads_rows = false;
    // What was found; nothing where all is well.
    std::optional<std::string> (*look)(Examination&) = nullptr;
    std::string_view text{};  // `{}` stands for what was found
    // The command that mends it; `{}` as above.
    std::string_view mend{};
    // What `roster doctor --mend NAME` does; returns how many rows it changed.
    std::int64_t (*mend_rows)(Transaction&) = nullptr;
};
std::span<const Check> doctor_checks();

struct Finding {
    std::string_view name{};
    Severity severity{};
    std::string text{};
    std::string mend{};
};

// Every finding, in the order of the checks. Changes nothing.
std::vector<Finding> examine(Transaction& tx);

// Mends rows. Refuses not_found when there is no check of this name that can.
Result<std::int64_t> mend(Transaction& tx, std::string_view name);

}  // namespace roster
