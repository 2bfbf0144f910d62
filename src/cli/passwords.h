// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "cli/transport/invocation.h"

namespace roster::cli {

// A password from NC_PASS or OC_PASS, "" where the environment has none.
std::string password_from_environment(const Invocation& invocation);
inline constexpr const char* kEmptyPassword =
    "--password-from-env given, but NC_PASS/OC_PASS is empty!";

// How a command asks for a password, and what it says where it may not ask.
struct PasswordQuestion {
    std::string question{};
    std::string confirmation{};
    std::string unasked{};
};

// The password to give to an account: from the environment with --password-from-env, else two
// lines of the input that have to be the same. Refuses with what to print.
Expected<std::string, std::string> new_password(const Invocation& invocation,
                                                const PasswordQuestion& texts);

}  // namespace roster::cli
