// SPDX-License-Identifier: Apache-2.0
#include "base/quota.h"

#include <cmath>

#include "base/php/php.h"
#include "base/text.h"

namespace roster {

namespace {

constexpr int kDigits = 14;  // PHP's setting `precision`

// The factor of the unit at the end of a lower-case text.
std::optional<double> unit_factor(std::string_view text) {
    constexpr std::string_view kLetters = "kmgtp";
    if (text.ends_with('\n')) text.remove_suffix(1);  // the `$` of a PHP pattern matches before it
    const bool has_b = text.ends_with('b');
    if (has_b) text.remove_suffix(1);
    const std::size_t power = text.empty() ? std::string_view::npos : kLetters.find(text.back());
    if (power != std::string_view::npos) return std::pow(1024.0, power + 1);
    return has_b ? std::optional(1.0) : std::nullopt;
}

// Converts to the next larger unit, rounded to that many decimals.
double next_unit(double size, int decimals) {
    const double scale = decimals == 0 ? 1 : 10;
    return std::round(size / 1024 * scale) / scale;
}

std::string with_unit(double size, std::string_view unit) {
    return number_to_text(size, kDigits) + " " + std::string(unit);
}

}  // namespace

std::optional<double> parse_size(std::string_view text) {
    if (is_numeric(text)) return to_number(text);
    const auto factor = unit_factor(to_ascii_lower(text));
    if (!factor) return std::nullopt;
    if (std::isinf(to_number(text))) return to_number(text);
    // PHP converts the number to text and back. After that zero has no sign.
    return 0.0 + to_number(number_to_text(std::round(to_number(text) * *factor), kDigits));
}

std::string format_size(double bytes) {
    if (bytes < 0) return "?";
    if (bytes < 1024) return with_unit(bytes, "B");
    double size = next_unit(bytes, 0);
    if (size < 1024) return with_unit(size, "KB");
    for (const std::string_view unit : {"MB", "GB", "TB"}) {
        size = next_unit(size, 1);
        if (size < 1024) return with_unit(size, unit);
    }
    return with_unit(next_unit(size, 1), "PB");
}

}  // namespace roster
