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

// What was typed for one command.
class Arguments {
  public:
    // The word of an argument, "" when it was left out.
    std::string text(std::string_view argument) const;
    std::vector<std::string> texts(std::string_view argument) const;
    // Whether the option was given.
    bool has(std::string_view option) const;
    // Its last value; nothing where it was not given or has none.
    std::optional<std::string> value(std::string_view option) const;
    std::vector<std::string> values(std::string_view option) const;

    std::map<std::string, std::vector<std::string>, std::less<>> words{};
    std::map<std::string, std::vector<std::string>, std::less<>> options{};
};

// Options that every command has, such as --help and --no-interaction.
std::span<const Option> common_options();

// Reads the words after a command's name as Symfony's console does: `--x=v` and `--x v`, `-x v`,
// `-xv`, joined shortcuts, `--` before words that are no options. Refuses with a sentence.
Expected<Arguments, std::string> parse_arguments(const Command& command,
                                                 const std::vector<std::string>& words);

// `--name VALUE` and `--name=VALUE` anywhere before `--`: taken out of the words, the last counts.
// Refuses with a sentence where the value is missing.
Expected<std::optional<std::string>, std::string> take_option(std::vector<std::string>& words,
                                                              std::string_view name);

}  // namespace roster::cli
