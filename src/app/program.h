// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace roster {

// The program `roster`: chooses the command, gives it what it works on, and returns the exit
// status.
int run_program(int argc, char** argv);

}  // namespace roster
