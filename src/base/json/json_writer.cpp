// SPDX-License-Identifier: Apache-2.0
#include <unicode/utf8.h>

#include <charconv>
#include <cmath>

#include "base/json/writer.h"
#include "base/php/php.h"
#include "base/text.h"

namespace roster {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

// Bytes that no style escapes.
constexpr auto kPlain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x80; ++byte)
        plain[byte] =
            std::string_view("\"\\/<>").find(static_cast<char>(byte)) == std::string_view::npos;
    return plain;
}();

void append_unit(std::string& out, unsigned unit) {
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += kHexDigits[(unit >> shift) & 15];
}

void append_special(std::string& out, char c, JsonStyle style) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        case '/':
            out += style == JsonStyle::log ? "/" : "\\/";
            return;
        case '<':
            out += style == JsonStyle::answer ? "\\u003C" : "<";
            return;
        case '>':
            out += style == JsonStyle::answer ? "\\u003E" : ">";
            return;
        default:
            append_unit(out, static_cast<unsigned char>(c));
    }
}

void append_character(std::string& out, UChar32 character) {
    const auto code = static_cast<unsigned>(character);
    if (code < 0x10000) return append_unit(out, code);
    append_unit(out, 0xD800 + ((code - 0x10000) >> 10));
    append_unit(out, 0xDC00 + ((code - 0x10000) & 0x3FF));
}

// Appends the text between its quotes; false when it is not UTF-8.
bool append_escaped(std::string& out, std::string_view text, JsonStyle style) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t position = 0; position < text.size();) {
        std::size_t end = position;
        while (end < text.size() && kPlain[bytes[end]])
            ++end;
        out.append(text, position, end - position);
        position = end;
        if (position == text.size()) break;
        if (bytes[position] < 0x80) {
            append_special(out, text[position++], style);
            continue;
        }
        UChar32 character = 0;
        U8_NEXT(bytes, position, text.size(), character);
        if (character < 0) return false;
        append_character(out, character);
    }
    return true;
}

std::size_t count_digits(std::size_t number) {
    std::size_t digits = 1;
    for (; number >= 10; number /= 10)
        ++digits;
    return digits;
}

bool is_index(std::string_view name, std::size_t index) {
    if (name.size() != count_digits(index)) return false;
    std::size_t number = 0;
    const auto result = std::from_chars(name.data(), name.data() + name.size(), number);
    return result.ec == std::errc() && result.ptr == name.data() + name.size() && number == index;
}

}  // namespace

void JsonWriter::before_value() {
    if (levels_.empty() || levels_.back().map) return;  // key() has written the comma of a map.
    if (levels_.back().size++ > 0) out_ += ',';
}

void JsonWriter::begin_map() {
    before_value();
    levels_.push_back({.start = out_.size(), .first_key = key_positions_.size(), .map = true});
    out_ += '{';
}

void JsonWriter::begin_list() {
    before_value();
    levels_.push_back({.start = out_.size(), .first_key = key_positions_.size()});
    out_ += '[';
}

void JsonWriter::end() {
    const Level level = levels_.back();
    levels_.pop_back();
    if (level.map && level.counted) erase_keys(level);
    key_positions_.resize(level.first_key);
    out_ += level.map && !level.counted ? '}' : ']';
}

// Turns the map into a list: moves each value down over the keys before it.
void JsonWriter::erase_keys(const Level& level) {
    out_[level.start] = '[';
    if (level.size == 0) return;
    std::size_t target = key_positions_[level.first_key];
    for (std::size_t i = 0; i < level.size; ++i) {
        const std::size_t value = key_positions_[level.first_key + i] + count_digits(i) + 3;  // "":
        const std::size_t end =
            i + 1 < level.size ? key_positions_[level.first_key + i + 1] : out_.size();
        std::copy(out_.begin() + static_cast<std::ptrdiff_t>(value),
                  out_.begin() + static_cast<std::ptrdiff_t>(end),
                  out_.begin() + static_cast<std::ptrdiff_t>(target));
        target += end - value;
    }
    out_.resize(target);
}

void JsonWriter::key(std::string_view name) {
    if (levels_.empty()) return;  // The outermost value has no name in JSON.
    Level& level = levels_.back();
    if (level.size > 0) out_ += ',';
    if (level.counted && is_index(name, level.size)) {
        key_positions_.push_back(out_.size());
    } else if (level.counted) {
        level.counted = false;
        key_positions_.resize(level.first_key);
    }
    ++level.size;
    quote(name, "\"\"");
    out_ += ':';
}

void JsonWriter::quote(std::string_view value, std::string_view broken) {
    const std::size_t start = out_.size();
    out_ += '"';
    if (append_escaped(out_, value, style_)) {
        out_ += '"';
        return;
    }
    if (style_ == JsonStyle::answer) {
        intact_ = false;
        out_.resize(start);
        return quote(to_utf8(value), broken);
    }
    if (style_ == JsonStyle::stored) representable_ = false;
    out_.replace(start, std::string::npos, broken);
}

void JsonWriter::text(std::string_view value) {
    before_value();
    quote(value, "null");
}

void JsonWriter::integer(std::int64_t value) {
    before_value();
    std::array<char, 24> digits{};
    out_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr);
}

void JsonWriter::number(double value) {
    before_value();
    if (!std::isfinite(value)) {
        if (style_ != JsonStyle::log) representable_ = false;
        out_ += '0';
        return;
    }
    std::string text = number_to_text(value, -1);
    std::ranges::replace(text, 'E', 'e');
    out_ += text;
}

void JsonWriter::boolean(bool value) {
    before_value();
    out_ += value ? "true" : "false";
}

void JsonWriter::null() {
    before_value();
    out_ += "null";
}

void JsonWriter::written(std::string_view json) {
    before_value();
    out_ += json;
}

}  // namespace roster
