// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/commands/command.h"

namespace roster::cli {

inline constexpr std::string_view kProgramVersion = "Roster 0.1.0";

// Upper-cases ASCII letters.
std::string upper(std::string_view text);
// On one line: the name, each option and each argument.
std::string usage_line(const Command& command);
// The help for --data-dir, the one option that occ does not have; printed below the options of each
// help text.
inline constexpr std::string_view kDataDirHelp =
    "\nWhich installation:\n"
    "  --data-dir=DIR  The data directory, before or after the command; otherwise taken from the "
    "environment variable ROSTER_DATA_DIR [default: \"data\"]\n";
// The output of `--help`.
std::string help_text(const Command& command);
// The output of `list`: all commands, or those of one namespace.
std::string list_text(std::span<const Command> commands, std::string_view name_space);
// The same for scripts: one line per command and nothing else.
std::string raw_list(std::span<const Command> commands, std::string_view name_space);

}  // namespace roster::cli
