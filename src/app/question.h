// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cli/transport/command_context.h"

namespace roster {

// Writes the question to the error output and reads one line of the standard input, be it a
// terminal or a pipe; nothing at its end. A terminal is left as it was. Throws std::runtime_error
// for a line of more than 4096 bytes.
std::optional<std::string> ask(const std::string& question, cli::Echo echo);

}  // namespace roster
