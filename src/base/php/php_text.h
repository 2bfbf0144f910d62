// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace roster {

class Value;

// A text literal of PHP, or why it cannot be read without running PHP.
struct PhpText {
    std::string value{};
    // Length of the literal with its quotes; on a fault, what was read before it.
    std::size_t bytes = 0;
    std::string_view fault{};  // empty when there is none
};

// Reads the literal at the start of `source`, in single or double quotes.
PhpText read_php_text(std::string_view source);

// Reads a PHP number: decimal, 0x, 0b, 0o or 0 for octal, `_` between digits, a fraction, an
// exponent. A whole number that is too large becomes a float. Nothing for any other text.
std::optional<Value> read_php_number(std::string_view digits);

}  // namespace roster
