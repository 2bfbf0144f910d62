// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/command.h"

namespace roster::cli {

inline constexpr std::string_view kProgramVersion = "Roster 0.1.0";

// ASCII letters in upper case.
std::string upper(std::string_view text);
// One line: the name, each option and each argument.
std::string usage_line(const Command& command);
// What `--help` prints.
std::string help_text(const Command& command);
// What `list` prints: all commands, or those of one namespace.
std::string list_text(std::span<const Command> commands, std::string_view name_space);
// The same for scripts: a line for each command, and nothing else.
std::string raw_list(std::span<const Command> commands, std::string_view name_space);

}  // namespace roster::cli
