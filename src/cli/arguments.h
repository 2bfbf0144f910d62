// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/commands/command.h"

namespace roster::cli {

// The parsed words of one command.
class Arguments {
  public:
    // The value of an argument, "" when it is absent.
    std::string text(std::string_view argument) const;
    // All values of a repeated argument.
    std::vector<std::string> texts(std::string_view argument) const;
    // Whether the option is present.
    bool has(std::string_view option) const;
    // The last value of an option; nothing when it is absent or has no value.
    std::optional<std::string> value(std::string_view option) const;
    // All values of an option, in their order.
    std::vector<std::string> values(std::string_view option) const;

    std::map<std::string, std::vector<std::string>, std::less<>> words{};
    std::map<std::string, std::vector<std::string>, std::less<>> options{};
};

// Options of every command, such as --help and --no-interaction.
std::span<const Option> common_options();

// Parses the words after a command's name like Symfony's console: `--x=v` and `--x v`, `-x v`,
// `-xv`, joined shortcuts, `--` before words that are not options. Refuses with a sentence.
Expected<Arguments, std::string> parse_arguments(const Command& command,
                                                 const std::vector<std::string>& words);

// Removes `--name VALUE` and `--name=VALUE` from the words, anywhere before `--`; returns the last
// value. Refuses with a sentence when the value is missing.
Expected<std::optional<std::string>, std::string> take_option(std::vector<std::string>& words,
                                                              std::string_view name);

}  // namespace roster::cli
