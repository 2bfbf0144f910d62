// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json/value.h"

namespace roster::cli {

// How plain lists look.
struct PlainStyle {
    std::string_view prefix = "  - ";
    bool shows_indexes = false;  // `0: value` instead of `value` where the key is a whole number
};

// A value in one of occ's formats (`plain`, `json`, `json_pretty`), ending with a line feed; an
// empty plain list is nothing at all.
std::string format_value(const Value& value, std::string_view format, const PlainStyle& style = {});

// What a table draws beside its cells and between rules: in some commands of occ blanks.
struct TableBorder {
    char corner = '+';
    char side = '|';
};

// Lines of cells between rules, as wide as their widest; every line has as many cells as the head.
std::string format_table(const std::vector<std::string>& head,
                         const std::vector<std::vector<std::string>>& lines,
                         const TableBorder& border = {});

// A line underlined with that character, and a blank line.
std::string heading(std::string_view text, char underline);

// A value in one line: true, false, null, a number, the text itself.
std::string to_line(const Value& value);

// How occ shows what went wrong, between blank lines: `place` above when there is one, the
// message wrapped at 75 characters, `usage` below when there is one.
std::string error_block(std::string_view message, std::string_view usage = "",
                        std::string_view place = "");

// occ's `[OK]` and `[ERROR]` blocks, padded to the width of a terminal that is none.
std::string status_block(std::string_view status, std::string_view message);

}  // namespace roster::cli
