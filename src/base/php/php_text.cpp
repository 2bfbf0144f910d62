// SPDX-License-Identifier: Apache-2.0
#include "base/php/php_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/json/value.h"
#include "base/php/php.h"

namespace roster {

namespace {

constexpr std::string_view kNotClosed = "a text is not closed";
constexpr std::string_view kVariable =
    "a text in double quotes contains a variable; write its value instead, or \\$ for a dollar "
    "sign";
constexpr std::string_view kBadCharacter = "\\u{...} names no character";
constexpr std::uint32_t kLastCodePoint = 0x10FFFF, kFirstSurrogate = 0xD800,
                        kLastSurrogate = 0xDFFF;

bool begins_name(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           character == '_' || static_cast<unsigned char>(character) >= 0x80;
}

// Counts and evaluates up to `most` digits of a base at the start of a text.
struct Digits {
    std::size_t count = 0;
    std::uint32_t value = 0;
};
Digits read_digits(std::string_view text, int base, std::size_t most) {
    Digits digits;
    const std::string_view part = text.substr(0, most);
    const auto [end, error] =
        std::from_chars(part.data(), part.data() + part.size(), digits.value, base);
    if (error == std::errc()) digits.count = static_cast<std::size_t>(end - part.data());
    return digits;
}

void add_utf8(std::string& out, std::uint32_t code) {
    const auto add = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xC0 | (code >> 6));
        add(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        add(0xE0 | (code >> 12));
        add(0x80 | ((code >> 6) & 0x3F));
        add(0x80 | (code & 0x3F));
    } else {
        add(0xF0 | (code >> 18));
        add(0x80 | ((code >> 12) & 0x3F));
        add(0x80 | ((code >> 6) & 0x3F));
        add(0x80 | (code & 0x3F));
    }
}

// Reads the escape behind a backslash in double quotes: appends its character and returns the bytes
// it takes. 0: the backslash stands for itself. npos: the escape names no character.
std::size_t read_escape(std::string_view rest, std::string& out) {
    constexpr std::string_view kLetters = "nrtvef\\$\"", kMeanings = "\n\r\t\v\x1B\f\\$\"";
    if (rest.empty()) return 0;
    if (const std::size_t letter = kLetters.find(rest[0]); letter != kLetters.npos) {
        out += kMeanings[letter];
        return 1;
    }
    if (const Digits octal = read_digits(rest, 8, 3); octal.count > 0) {
        out += static_cast<char>(octal.value);
        return octal.count;
    }
    if (rest[0] == 'x' || rest[0] == 'X') {
        const Digits hex = read_digits(rest.substr(1), 16, 2);
        if (hex.count > 0) out += static_cast<char>(hex.value);
        return hex.count > 0 ? 1 + hex.count : 0;
    }
    if (!rest.starts_with("u{")) return 0;
    const Digits code = read_digits(rest.substr(2), 16, 8);
    const std::size_t close = 2 + code.count;
    const bool surrogate = code.value >= kFirstSurrogate && code.value <= kLastSurrogate;
    if (code.count == 0 || close >= rest.size() || rest[close] != '}' || surrogate ||
        code.value > kLastCodePoint)
        return std::string_view::npos;
    add_utf8(out, code.value);
    return close + 1;
}

PhpText read_single_quoted(std::string_view source) {
    PhpText text;
    for (std::size_t i = 1; i < source.size(); ++i) {
        if (source[i] == '\'') {
            text.bytes = i + 1;
            return text;
        }
        const bool escapes = source[i] == '\\' && i + 1 < source.size() &&
                             (source[i + 1] == '\\' || source[i + 1] == '\'');
        if (escapes) ++i;
        text.value += source[i];
    }
    return {.bytes = 0, .fault = kNotClosed};
}

PhpText read_double_quoted(std::string_view source) {
    PhpText text;
    for (std::size_t i = 1; i < source.size(); ++i) {
        const char next = i + 1 < source.size() ? source[i + 1] : '\0';
        if (source[i] == '"') {
            text.bytes = i + 1;
            return text;
        }
        if ((source[i] == '$' && (begins_name(next) || next == '{')) ||
            (source[i] == '{' && next == '$'))
            return {.bytes = i, .fault = kVariable};
        if (source[i] != '\\') {
            text.value += source[i];
            continue;
        }
        const std::size_t taken = read_escape(source.substr(i + 1), text.value);
        if (taken == std::string_view::npos) return {.bytes = i, .fault = kBadCharacter};
        if (taken == 0) text.value += '\\';
        i += taken;
    }
    return {.bytes = 0, .fault = kNotClosed};
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

// Removes each `_` between two digits; nothing when one stands elsewhere.
std::optional<std::string> without_separators(std::string_view digits) {
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (digits[i] != '_') {
            text += digits[i];
            continue;
        }
        const auto is_hex = [](char c) {
            return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        };
        if (i == 0 || i + 1 == digits.size() || !is_hex(digits[i - 1]) || !is_hex(digits[i + 1]))
            return std::nullopt;
    }
    return text;
}

std::optional<Value> whole_number(std::string_view digits, int base) {
    std::int64_t number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number, base);
    if (digits.empty() || digits.front() == '-' || stop != end) return std::nullopt;
    if (error == std::errc()) return Value(number);
    double large = 0;
    for (const char digit : digits) {
        const Digits one = read_digits(std::string_view(&digit, 1), base, 1);
        large = large * base + one.value;
    }
    return base == 10 ? Value(to_number(digits)) : Value(large);
}

// DIGITS [. DIGITS] [e [+-] DIGITS] with digits on at least one side of the point.
bool is_decimal_fraction(std::string_view text) {
    std::size_t i = 0, digits = 0;
    const auto skip_digits = [&] {
        const std::size_t start = i;
        while (i < text.size() && is_digit(text[i]))
            ++i;
        return i - start;
    };
    digits += skip_digits();
    if (i < text.size() && text[i] == '.') {
        ++i;
        digits += skip_digits();
    }
    if (digits == 0) return false;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
        if (skip_digits() == 0) return false;
    }
    return i == text.size();
}

}  // namespace

PhpText read_php_text(std::string_view source) {
    return source.front() == '"' ? read_double_quoted(source) : read_single_quoted(source);
}

std::optional<Value> read_php_number(std::string_view written) {
    const std::optional<std::string> digits = without_separators(written);
    if (!digits || digits->empty()) return std::nullopt;
    const std::string_view text = *digits;
    if (std::ranges::all_of(text, is_digit)) {
        const bool octal = text.size() > 1 && text.front() == '0';
        return whole_number(text, octal ? 8 : 10);
    }
    if (text.size() > 2 && text[0] == '0') {
        const char kind = static_cast<char>(text[1] | 0x20);
        const int base = kind == 'x' ? 16 : kind == 'b' ? 2 : kind == 'o' ? 8 : 0;
        if (base != 0) return whole_number(text.substr(2), base);
    }
    if (!is_decimal_fraction(text)) return std::nullopt;
    return Value(to_number(text));
}

}  // namespace roster
