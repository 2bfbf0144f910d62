// SPDX-License-Identifier: Apache-2.0
#include "cli/output/output.h"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/json/json.h"
#include "base/php/php.h"
#include "base/text.h"

namespace roster::cli {

namespace {

constexpr std::size_t kErrorWidth = 75;  // of 80 columns, without the blanks around it
constexpr std::size_t kBlockWidth = 80;

std::string padded(std::string_view text, std::size_t width) {
    std::string line(text);
    const std::size_t length = count_characters(text);
    if (length < width) line.append(width - length, ' ');
    return line;
}

// The length in bytes of the first kErrorWidth characters of a line.
std::size_t full_line_bytes(std::string_view line) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool begins_character = (static_cast<unsigned char>(line[i]) & 0xC0) != 0x80;
        if (begins_character && ++characters > kErrorWidth) return i;
    }
    return line.size();
}

// Cuts lines at the full width, even inside words.
std::vector<std::string> wrap(std::string_view text) {
    std::vector<std::string> lines;
    for (std::string_view line : split(text, '\n')) {
        do {
            const std::size_t bytes = full_line_bytes(line);
            lines.emplace_back(line.substr(0, bytes));
            line.remove_prefix(bytes);
        } while (!line.empty());
    }
    return lines;
}

void add_plain(std::string& out, const Array& items, const std::string& prefix,
               bool shows_indexes) {
    for (const auto& [key, item] : items) {
        const bool indexed = is_whole_number(key) && !shows_indexes;
        if (item.array()) {
            out += fmt::format("{}{}:\n", prefix, key);
            add_plain(out, *item.array(), "  " + prefix, shows_indexes);
        } else if (indexed) {
            out += fmt::format("{}{}\n", prefix, to_line(item));
        } else if (item.is_null()) {
            out += fmt::format("{}{}:\n", prefix, key);
        } else {
            out += fmt::format("{}{}: {}\n", prefix, key, to_line(item));
        }
    }
}

}  // namespace

std::string to_line(const Value& value) {
    constexpr int kPrecision = 17;
    if (value.is_null()) return "null";
    if (const bool* boolean = value.boolean()) return *boolean ? "true" : "false";
    if (const std::int64_t* integer = value.integer()) return std::to_string(*integer);
    if (const double* number = value.number()) return number_to_text(*number, kPrecision);
    if (const std::string* text = value.text()) return *text;
    return to_json(value);
}

std::string format_value(const Value& value, std::string_view format, const PlainStyle& style) {
    if (format == "json") return to_json(value) + "\n";
    if (format == "json_pretty") return to_json_pretty(value) + "\n";
    if (!value.array()) return to_line(value) + "\n";
    std::string out;
    add_plain(out, *value.array(), std::string(style.prefix), style.shows_indexes);
    return out;
}

std::string format_table(const std::vector<std::string>& head,
                         const std::vector<std::vector<std::string>>& lines,
                         const TableBorder& border) {
    std::vector<std::size_t> widths(head.size());
    const auto widen = [&widths](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < widths.size(); ++i)
            widths[i] = std::max(widths[i], count_characters(cells[i]));
    };
    widen(head);
    std::ranges::for_each(lines, widen);
    std::string rule(1, border.corner);
    for (const std::size_t width : widths)
        rule += std::string(width + 2, '-') + border.corner;
    rule += "\n";
    const auto row = [&](const std::vector<std::string>& cells) {
        std::string line(1, border.side);
        for (std::size_t i = 0; i < widths.size(); ++i)
            line += fmt::format(" {} {}", padded(cells[i], widths[i]), border.side);
        return line + "\n";
    };
    std::string out = rule + row(head) + rule;
    for (const std::vector<std::string>& cells : lines)
        out += row(cells);
    return out + rule;
}

std::string heading(std::string_view text, char underline) {
    return fmt::format("{}\n{}\n\n", text, std::string(count_characters(text), underline));
}

std::string error_block(std::string_view message, std::string_view usage, std::string_view place) {
    const std::vector<std::string> lines = wrap(message);
    std::size_t width = 0;
    for (const std::string& line : lines)
        width = std::max(width, count_characters(line));
    const std::string blank(width + 4, ' ');
    std::string out = "\n";
    if (!place.empty()) out += fmt::format("{}\n", place);
    out += blank + "\n";
    for (const std::string& line : lines)
        out += fmt::format("  {}  \n", padded(line, width));
    out += blank + "\n\n";
    if (!usage.empty()) out += fmt::format("{}\n\n", usage);
    return out;
}

std::string status_block(std::string_view status, std::string_view message) {
    return fmt::format("\n{}\n\n", padded(fmt::format(" [{}] {}", status, message), kBlockWidth));
}

}  // namespace roster::cli
