// SPDX-License-Identifier: Apache-2.0
#include "cli/passwords.h"

namespace roster::cli {

std::string password_from_environment(const Invocation& invocation) {
    const std::string password = invocation.context.environment("NC_PASS").value_or("");
    return password.empty() ? invocation.context.environment("OC_PASS").value_or("") : password;
}

Expected<std::string, std::string> new_password(const Invocation& invocation,
                                                const PasswordQuestion& texts) {
    if (invocation.has("password-from-env")) {
        std::string password = password_from_environment(invocation);
        if (password.empty()) return Unexpected<std::string>{kEmptyPassword};
        return password;
    }
    if (!invocation.is_interactive()) return Unexpected<std::string>{texts.unasked};
    std::string password = invocation.ask(texts.question, Echo::off);
    if (password.empty()) return Unexpected<std::string>{"Password cannot be empty!"};
    if (invocation.ask(texts.confirmation, Echo::off) != password)
        return Unexpected<std::string>{"Passwords did not match!"};
    return password;
}

}  // namespace roster::cli
