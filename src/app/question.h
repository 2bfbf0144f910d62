// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cli/transport/command_context.h"

namespace roster {

// Writes the question to standard error and reads one line from standard input, a terminal or a
// pipe; nothing at the end of input. Restores the terminal. Throws std::runtime_error for a line of
// more than 4096 bytes.
std::optional<std::string> ask(const std::string& question, cli::Echo echo);

}  // namespace roster
