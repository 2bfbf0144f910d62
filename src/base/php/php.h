// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace roster {

class Value;

// PHP's conversions, on which Nextcloud's settings, parameters and formats rely.

// The whole number at the start of a text: blanks and sign, then digits. A fraction is cut, an
// exponent counts (`1e3` is 1000), a number that is too large saturates, no number is 0.
std::int64_t to_int(std::string_view text);
inline std::int64_t to_int(const std::string& text) {
    return to_int(std::string_view(text));
}
inline std::int64_t to_int(const char* text) {
    return to_int(std::string_view(text));
}
// Null is 0, true is 1, a list is 0 when empty and otherwise 1.
std::int64_t to_int(const Value& value);
// The number at the start of a text, 0 when there is none.
double to_number(std::string_view text);
// Like a PHP parameter declared bool: `false`, `` and `0` are false, any other text is true.
bool to_bool(const Value& value);
// Whether the whole text is a decimal number; blanks around it are allowed.
bool is_numeric(std::string_view text);
// With at most `precision` significant digits, or, with -1, as few as read back to the same number.
// Whole numbers have no fraction; large and small ones look like `1.0E+25`.
std::string number_to_text(double value, int precision);

}  // namespace roster
