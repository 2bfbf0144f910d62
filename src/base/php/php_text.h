// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace roster {

class Value;

// A text literal of PHP, or why it is none that can be read without running PHP.
struct PhpText {
    std::string value{};
    std::size_t bytes = 0;     // of the literal with its quotes; of what was read before a fault
    std::string_view fault{};  // empty: none
};

// Reads the literal that `source` begins with: between ' ' or between " ".
PhpText read_php_text(std::string_view source);

// The number that is written this way in PHP: decimal, 0x, 0b, 0o or 0 for octal, `_` between
// digits, a fraction, an exponent; too large a whole number becomes a float. Nothing for all else.
std::optional<Value> read_php_number(std::string_view digits);

}  // namespace roster
