// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/transport/command_context.h"

namespace roster::cli {

// Runs the command that the words (without the program's name) name and returns the exit status: 0,
// or occ's status of the failure. Does not throw.
int run_command_line(std::vector<std::string> words, CommandContext& context);

}  // namespace roster::cli
