// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "cli/commands/command.h"

namespace roster::cli {

// Every command of the program.
std::span<const Command> commands();

// Finds the command with that name, or the only one whose parts begin with the parts of `name`;
// otherwise returns the names that may be meant.
struct Found {
    const Command* command = nullptr;
    bool ambiguous = false;
    std::vector<std::string_view> alternatives{};
};
Found find_command(std::string_view name);

}  // namespace roster::cli
