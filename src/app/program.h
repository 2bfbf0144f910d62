// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace roster {

// Overwrites the secrets of a command line with `*`, so that process lists do not show them. Copy
// the arguments first.
void hide_secrets(int argc, char** argv);

// The program `roster`: finds the command, gives it what it needs, and returns the exit status.
int run_program(int argc, char** argv);

}  // namespace roster
