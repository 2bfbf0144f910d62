// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "cli/invocation.h"

namespace roster::cli {

// A password from NC_PASS or OC_PASS, "" where the environment has none.
std::string password_from_environment(const Invocation& invocation);
inline constexpr const char* kEmptyPassword =
    "--password-from-env given, but NC_PASS/OC_PASS is empty!";

// The password to give to an account: from the environment with --password-from-env, else asked
// for twice. Refuses with what to print; `without_terminal` where nobody can be asked.
Expected<std::string, std::string> new_password(const Invocation& invocation,
                                                const std::string& question,
                                                const std::string& without_terminal);

}  // namespace roster::cli
