// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace roster::cli {

class Invocation;

// A word of a command line that is known by its place.
struct Argument {
    std::string_view name{};
    std::string_view summary{};
    bool required = true;
    bool many = false;  // takes all words that are left
};

enum class Takes { nothing, value, optional_value };

// A word that begins with `--`, or `-` and the shortcut.
struct Option {
    std::string_view name{};
    std::string_view summary{};
    Takes takes = Takes::nothing;
    std::string_view shortcut = "";
    std::string_view otherwise = "";  // its value where it is not given; "" for none
    bool many = false;
    bool negatable = false;       // `--no-NAME` exists too
    std::string_view alias = "";  // an older name
};

// One command: how it is called, what it says about itself, and what it does.
struct Command {
    std::string_view name{};
    std::string_view summary{};
    std::vector<Argument> arguments{};
    std::vector<Option> options{};
    int (*run)(Invocation& invocation) = nullptr;  // returns the exit status
    std::vector<std::string_view> aliases{};       // older names
};

}  // namespace roster::cli
