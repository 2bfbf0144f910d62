// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/core.h>

#include <charconv>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/commands/command.h"

namespace roster::cli {

// A command line as it may be logged: hides the values of options whose names tell of a secret, and
// everything after a key of that kind (`config:system:set mail_smtppassword ...`).
std::string without_secrets(const Command& command, const std::vector<std::string>& words);

// Parses a whole number. Throws std::runtime_error: "TEXT is no WHAT".
template <class Number>
Number read_number(std::string_view text, std::string_view what) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw std::runtime_error(fmt::format("{} is no {}", text, what));
    return number;
}

// The error message for a text that parse_time() does not understand.
std::string no_time(std::string_view text);

}  // namespace roster::cli
