// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace roster::cli {

class Invocation;

// A positional word of a command line.
struct Argument {
    std::string_view name{};
    std::string_view summary{};
    bool required = true;
    bool many = false;  // takes all remaining words
};

enum class Takes { nothing, value, optional_value };

// A word that begins with `--`, or `-` and the shortcut.
struct Option {
    std::string_view name{};
    std::string_view summary{};
    Takes takes = Takes::nothing;
    std::string_view shortcut = "";
    std::string_view otherwise = "";  // the default value; "" for none
    bool many = false;
    bool negatable = false;       // `--no-NAME` exists too
    std::string_view alias = "";  // an older name
};

// One command: its name, its help and its function.
struct Command {
    std::string_view name{};
    std::string_view summary{};
    std::vector<Argument> arguments{};
    std::vector<Option> options{};
    int (*run)(Invocation& invocation) = nullptr;  // returns the exit status
    std::vector<std::string_view> aliases{};       // older names
};

}  // namespace roster::cli
