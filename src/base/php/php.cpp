// SPDX-License-Identifier: Apache-2.0
#include "base/php/php.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "base/json/value.h"

namespace roster {

namespace {

using Limits = std::numeric_limits<std::int64_t>;

constexpr std::string_view kBlanks = " \t\n\r\v\f";
constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = kTwoTo63 * 2;

struct NumberPrefix {
    std::string_view number{};  // sign, digits, fraction, exponent; empty when there is none
    bool whole = true;          // neither fraction nor exponent
    std::string_view rest{};
};

std::size_t skip_digits(std::string_view text, std::size_t position) {
    const std::size_t end = text.find_first_not_of("0123456789", position);
    return end == std::string_view::npos ? text.size() : end;
}

NumberPrefix number_prefix(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    const std::size_t first = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    std::size_t end = skip_digits(text, first);
    std::size_t digits = end - first;
    NumberPrefix result;
    if (end < text.size() && text[end] == '.') {
        const std::size_t fraction_end = skip_digits(text, end + 1);
        digits += fraction_end - end - 1;
        result.whole = false;
        end = fraction_end;
    }
    if (digits == 0) return {.number = {}, .whole = true, .rest = text};
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        const std::size_t next = end + 1;
        const bool has_sign = next < text.size() && (text[next] == '-' || text[next] == '+');
        const std::size_t exponent = next + (has_sign ? 1 : 0);
        const std::size_t exponent_end = skip_digits(text, exponent);
        if (exponent_end > exponent) {
            result.whole = false;
            end = exponent_end;
        }
    }
    result.number = text.substr(0, end);
    result.rest = text.substr(end);
    return result;
}

std::int64_t saturate(double number) {
    if (std::isnan(number)) return 0;
    if (number >= kTwoTo63) return Limits::max();
    if (number < -kTwoTo63) return Limits::min();
    return static_cast<std::int64_t>(number);
}

// Unlike a text, a number that does not fit is reduced modulo 2^64.
std::int64_t wrap(double number) {
    if (!std::isfinite(number)) return 0;
    if (number >= -kTwoTo63 && number < kTwoTo63) return static_cast<std::int64_t>(number);
    double remainder = std::fmod(number, kTwoTo64);
    if (remainder < 0) remainder += kTwoTo64;
    if (remainder >= kTwoTo63) remainder -= kTwoTo64;
    return saturate(remainder);
}

struct ToInt {
    std::int64_t operator()(std::nullptr_t) const { return 0; }
    std::int64_t operator()(bool value) const { return value ? 1 : 0; }
    std::int64_t operator()(std::int64_t value) const { return value; }
    std::int64_t operator()(double value) const { return wrap(value); }
    std::int64_t operator()(const std::string& value) const { return to_int(value); }
    std::int64_t operator()(const Array& value) const { return value.empty() ? 0 : 1; }
};

struct ToBool {
    bool operator()(std::nullptr_t) const { return false; }
    bool operator()(bool value) const { return value; }
    bool operator()(std::int64_t value) const { return value != 0; }
    bool operator()(double value) const { return value != 0; }
    bool operator()(const std::string& value) const {
        return !value.empty() && value != "0" && value != "false";
    }
    bool operator()(const Array& value) const { return !value.empty(); }
};

}  // namespace

std::int64_t to_int(std::string_view text) {
    const NumberPrefix prefix = number_prefix(text);
    if (prefix.number.empty()) return 0;
    if (prefix.whole) {
        const std::string_view digits = prefix.number.substr(prefix.number[0] == '+' ? 1 : 0);
        std::int64_t number = 0;
        const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (result.ec == std::errc()) return number;
        return prefix.number[0] == '-' ? Limits::min() : Limits::max();
    }
    return saturate(to_number(prefix.number));
}

std::int64_t to_int(const Value& value) {
    return std::visit(ToInt{}, value.variant());
}

double to_number(std::string_view text) {
    const std::string number(number_prefix(text).number);
    // Not from_chars(), which does not distinguish too large from too small.
    return number.empty() ? 0 : std::strtod(number.c_str(), nullptr);
}

bool to_bool(const Value& value) {
    return std::visit(ToBool{}, value.variant());
}

bool is_numeric(std::string_view text) {
    const NumberPrefix prefix = number_prefix(text);
    return !prefix.number.empty() &&
           prefix.rest.find_first_not_of(kBlanks) == std::string_view::npos;
}

std::string number_to_text(double value, int precision) {
    if (std::isnan(value)) return "NAN";
    if (std::isinf(value)) return value < 0 ? "-INF" : "INF";
    // d.ddde±xx, the source of the digits and the exponent.
    std::array<char, 64> buffer{};
    const auto format = std::chars_format::scientific;
    const auto written = precision < 0
                             ? std::to_chars(buffer.begin(), buffer.end(), std::abs(value), format)
                             : std::to_chars(buffer.begin(), buffer.end(), std::abs(value), format,
                                             std::clamp(precision, 1, 40) - 1);
    const std::string_view scientific(buffer.data(), written.ptr);
    const std::size_t mark = scientific.find('e');
    std::string digits(scientific.substr(0, mark));
    std::erase(digits, '.');
    digits.erase(std::max<std::size_t>(digits.find_last_not_of('0') + 1, 1));
    const int exponent = static_cast<int>(to_int(scientific.substr(mark + 1)));

    const std::string sign = std::signbit(value) ? "-" : "";
    if (exponent < -4 || exponent >= (precision < 0 ? 17 : precision)) {
        const std::string fraction = digits.size() > 1 ? digits.substr(1) : "0";
        return fmt::format("{}{}.{}E{:+}", sign, digits[0], fraction, exponent);
    }
    if (exponent < 0) return sign + "0." + std::string(-exponent - 1, '0') + digits;
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole) return sign + digits + std::string(whole - digits.size(), '0');
    return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

}  // namespace roster
