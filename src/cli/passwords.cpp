// SPDX-License-Identifier: Apache-2.0
#include "cli/passwords.h"

namespace roster::cli {

std::string password_from_environment(const Invocation& invocation) {
    const std::string password = invocation.surroundings.environment("NC_PASS");
    return password.empty() ? invocation.surroundings.environment("OC_PASS") : password;
}

Expected<std::string, std::string> new_password(const Invocation& invocation,
                                                const std::string& question,
                                                const std::string& without_terminal) {
    if (invocation.has("password-from-env")) {
        std::string password = password_from_environment(invocation);
        if (password.empty()) return Unexpected<std::string>{kEmptyPassword};
        return password;
    }
    if (!invocation.is_interactive()) return Unexpected<std::string>{without_terminal};
    const std::optional<std::string> first = invocation.surroundings.ask_secret(question);
    if (!first) return Unexpected<std::string>{without_terminal};
    const std::optional<std::string> second =
        invocation.surroundings.ask_secret("Confirm password: ");
    if (first != second) return Unexpected<std::string>{"Passwords did not match!"};
    return *first;
}

}  // namespace roster::cli
