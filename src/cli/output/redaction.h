// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/core.h>

#include <charconv>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/commands/command.h"

namespace roster::cli {

// A command line as a log may keep it: the values of options whose names tell of a secret are
// hidden, as is all that follows a key of that kind (`config:system:set mail_smtppassword ...`).
std::string without_secrets(const Command& command, const std::vector<std::string>& words);

// The whole number that a word is. Throws std::runtime_error: "TEXT is no WHAT".
template <class Number>
Number read_number(std::string_view text, std::string_view what) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw std::runtime_error(fmt::format("{} is no {}", text, what));
    return number;
}

// What to say of a text that parse_time() does not understand.
std::string no_time(std::string_view text);

}  // namespace roster::cli
