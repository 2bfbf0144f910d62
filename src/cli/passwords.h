// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "cli/transport/invocation.h"

namespace roster::cli {

// The password in NC_PASS or OC_PASS, "" when neither is set.
std::string password_from_environment(const Invocation& invocation);
inline constexpr const char* kEmptyPassword =
    "--password-from-env given, but NC_PASS/OC_PASS is empty!";

// How a command asks for a password, and its message when it may not ask.
struct PasswordQuestion {
    std::string question{};
    std::string confirmation{};
    std::string unasked{};
};

// Reads the password for a user: from the environment with --password-from-env, otherwise from two
// lines of input that must be equal. Refuses with the message to print.
Expected<std::string, std::string> new_password(const Invocation& invocation,
                                                const PasswordQuestion& texts);

}  // namespace roster::cli
