// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace roster {

// Overwrites the secrets of a command line with `*`, so that no list of processes shows them.
// The words have to be copied before.
void hide_secrets(int argc, char** argv);

// The program `roster`: chooses the command, gives it what it works on, and returns the exit
// status.
int run_program(int argc, char** argv);

}  // namespace roster
