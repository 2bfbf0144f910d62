// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace roster {

// Ignores the case of ASCII letters only; other bytes must be equal.
bool equals_ignoring_case(std::string_view a, std::string_view b);
// Lower-cases ASCII letters only.
std::string to_ascii_lower(std::string_view text);
// Lower-cases UTF-8 by Unicode's simple mappings; bytes that are not UTF-8 stay as they are.
std::string to_lower(std::string_view text);
// Removes PHP's trim() characters at both ends: blank, \t, \n, \r, \0, \v.
std::string_view trim(std::string_view text);
// The parts between the separators; empty parts count.
std::vector<std::string_view> split(std::string_view text, char separator);
bool is_utf8(std::string_view text);
// The text with U+FFFD in place of every byte that is not UTF-8.
std::string to_utf8(std::string_view text);
// Counts code points; a byte that is not UTF-8 counts as one.
std::size_t count_characters(std::string_view text);
// The longest prefix of at most `bytes` bytes that does not cut a character.
std::string_view cut_at_character(std::string_view text, std::size_t bytes);
// Percent-decodes; `plus_is_blank` also decodes `+`, as in forms. Broken escapes stay as they are.
std::string percent_decode(std::string_view text, bool plus_is_blank = false);
// Percent-encodes everything but the unreserved characters of RFC 3986.
std::string percent_encode(std::string_view text);
std::string base64_encode(std::string_view bytes);
// Decodes like PHP's non-strict base64_decode: skips foreign bytes.
std::string base64_decode(std::string_view text);
std::string to_hex(std::string_view bytes);  // lower case
// Whether the text is a decimal number as PHP prints it: no leading zeros or plus, fits 64 bits.
bool is_whole_number(std::string_view text);

}  // namespace roster
