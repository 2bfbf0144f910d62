// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json/value.h"

namespace roster::cli {

// The style of plain lists.
struct PlainStyle {
    std::string_view prefix = "  - ";
    bool shows_indexes = false;  // `0: value` instead of `value` for whole-number keys
};

// Formats a value in one of occ's formats (`plain`, `json`, `json_pretty`), ending with a line
// feed; an empty plain list gives an empty text.
std::string format_value(const Value& value, std::string_view format, const PlainStyle& style = {});

// The border of a table; some commands of occ use blanks.
struct TableBorder {
    char corner = '+';
    char side = '|';
};

// Formats a table with rules; each column is as wide as its widest cell. Every line must have as
// many cells as the head.
std::string format_table(const std::vector<std::string>& head,
                         const std::vector<std::vector<std::string>>& lines,
                         const TableBorder& border = {});

// The text underlined with that character, and a blank line.
std::string heading(std::string_view text, char underline);

// A value on one line: true, false, null, a number, or the text itself.
std::string to_line(const Value& value);

// occ's form of an error, between blank lines: `place` above if given, the message wrapped at 75
// characters, `usage` below if given.
std::string error_block(std::string_view message, std::string_view usage = "",
                        std::string_view place = "");

// occ's `[OK]` and `[ERROR]` blocks, padded to the width that occ uses without a terminal.
std::string status_block(std::string_view status, std::string_view message);

}  // namespace roster::cli
