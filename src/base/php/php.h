// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace roster {

class Value;

// PHP's conversions, as the settings, parameters and formats of Nextcloud rely on them.

// The whole number at the start of a text: blanks and sign, digits; a fraction is cut, an exponent
// counts (`1e3` is 1000), too large saturates, no number is 0.
std::int64_t to_int(std::string_view text);
inline std::int64_t to_int(const std::string& text) {
    return to_int(std::string_view(text));
}
inline std::int64_t to_int(const char* text) {
    return to_int(std::string_view(text));
}
std::int64_t to_int(const Value& value);  // null 0, true 1, a list 0 when empty and else 1
// The number at the start of a text, 0 when there is none.
double to_number(std::string_view text);
// As a parameter declared bool takes it: `false`, `` and `0` are false, each other text is true.
bool to_bool(const Value& value);
// A whole text that is a decimal number; blanks around it are allowed.
bool is_numeric(std::string_view text);
// At most `precision` significant digits, or, with -1, as few as read back to the same number.
// Whole numbers have no fraction; large and small ones look like `1.0E+25`.
std::string number_to_text(double value, int precision);

}  // namespace roster
