// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <charconv>
#include <cstring>

namespace roster {

namespace {

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// Reads one character of UTF-8: the code point at `position`, or -1 for a byte that starts none
// (then only that byte is skipped).
UChar32 next_character(std::string_view text, std::size_t& position) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const std::size_t start = position;
    UChar32 character = 0;
    U8_NEXT(bytes, position, text.size(), character);
    if (character < 0) position = start + 1;
    return character;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = ascii_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The bytes that percent-encoding leaves as they are.
constexpr std::array<bool, 256> kUnreserved = [] {
    std::array<bool, 256> unreserved{};
    for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                         "0123456789-._~"))
        unreserved[static_cast<unsigned char>(c)] = true;
    return unreserved;
}();

// Most texts are ASCII, and checking eight bytes is as fast as checking one.
bool starts_with_eight_ascii(std::string_view text) {
    std::uint64_t bytes = 0;
    if (text.size() < sizeof bytes) return false;
    std::memcpy(&bytes, text.data(), sizeof bytes);
    return (bytes & 0x8080'8080'8080'8080U) == 0;
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, ascii_lower, ascii_lower);
}

std::string to_ascii_lower(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), ascii_lower);
    return lower;
}

std::string to_lower(std::string_view text) {
    if (std::ranges::all_of(text, is_ascii)) return to_ascii_lower(text);
    std::string lower;
    lower.reserve(text.size());
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t start = position;
        const UChar32 character = next_character(text, position);
        if (character < 0) {
            lower += text[start];
            continue;
        }
        std::array<std::uint8_t, U8_MAX_LENGTH> bytes{};
        std::size_t length = 0;
        U8_APPEND_UNSAFE(bytes, length, u_tolower(character));
        lower.append(reinterpret_cast<const char*>(bytes.data()), length);
    }
    return lower;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kBlanks("\t\n\v\r \0", 6);
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool is_utf8(std::string_view text) {
    for (std::size_t position = 0; position < text.size();) {
        if (starts_with_eight_ascii(text.substr(position))) {
            position += sizeof(std::uint64_t);
        } else if (is_ascii(text[position])) {
            ++position;
        } else if (next_character(text, position) < 0) {
            return false;
        }
    }
    return true;
}

std::string to_utf8(std::string_view text) {
    if (is_utf8(text)) return std::string(text);
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    std::string valid;
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t start = position;
        const bool good = next_character(text, position) >= 0;
        valid += good ? text.substr(start, position - start) : kReplacement;
    }
    return valid;
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t position = 0; position < text.size(); ++count)
        next_character(text, position);
    return count;
}

std::string_view cut_at_character(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    // A character has at most three bytes after its first.
    for (std::size_t back = 0; back <= std::min<std::size_t>(3, bytes); ++back) {
        const auto byte = static_cast<unsigned char>(text[bytes - back]);
        if ((byte & 0xC0) != 0x80) return text.substr(0, bytes - back);
    }
    return text.substr(0, bytes);
}

std::string percent_decode(std::string_view text, bool plus_is_blank) {
    const auto is_special = [plus_is_blank](char c) {
        return c == '%' || (c == '+' && plus_is_blank);
    };
    std::string decoded;
    decoded.reserve(text.size());
    for (;;) {
        const auto special = std::ranges::find_if(text, is_special);
        decoded.append(text.begin(), special);
        if (special == text.end()) return decoded;
        text = {special, text.end()};
        const bool escape = text.front() == '%' && text.size() > 2 && hex_digit(text[1]) >= 0 &&
                            hex_digit(text[2]) >= 0;
        if (escape)
            decoded += static_cast<char>(hex_digit(text[1]) * 16 + hex_digit(text[2]));
        else
            decoded += text.front() == '+' ? ' ' : '%';
        text.remove_prefix(escape ? 3 : 1);
    }
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto is_reserved = [](char c) { return !kUnreserved[static_cast<unsigned char>(c)]; };
    std::string encoded;
    encoded.reserve(text.size() + text.size() / 4);
    for (;;) {
        const auto reserved = std::ranges::find_if(text, is_reserved);
        encoded.append(text.begin(), reserved);
        if (reserved == text.end()) return encoded;
        const auto byte = static_cast<unsigned char>(*reserved);
        encoded.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
        text = {reserved + 1, text.end()};
    }
}

bool is_whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return false;
    const std::string_view digits = text.substr(text.front() == '-' ? 1 : 0);
    return digits.front() != '0' || text == "0";
}

}  // namespace roster
