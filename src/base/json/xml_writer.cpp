// SPDX-License-Identifier: Apache-2.0
#include "base/json/xml_writer.h"

#include <unicode/utf8.h>

#include <algorithm>

#include "base/php/php.h"

namespace roster {

namespace {

// The text up to a NUL, where C strings end.
std::string_view cut_at_nul(std::string_view text) {
    return text.substr(0, text.find('\0'));
}

struct Range {
    UChar32 first;
    UChar32 last;
};

// XML 1.0, NameStartChar and NameChar, above ASCII.
constexpr std::array kNameStarts{
    Range{0xC0, 0xD6},     Range{0xD8, 0xF6},     Range{0xF8, 0x2FF},    Range{0x370, 0x37D},
    Range{0x37F, 0x1FFF},  Range{0x200C, 0x200D}, Range{0x2070, 0x218F}, Range{0x2C00, 0x2FEF},
    Range{0x3001, 0xD7FF}, Range{0xF900, 0xFDCF}, Range{0xFDF0, 0xFFFD}, Range{0x10000, 0xEFFFF},
};
constexpr std::array kNameParts{
    Range{0xB7, 0xB7},
    Range{0x300, 0x36F},
    Range{0x203F, 0x2040},
};

bool contains(std::span<const Range> ranges, UChar32 character) {
    return std::ranges::any_of(ranges, [character](const Range& range) {
        return range.first <= character && character <= range.last;
    });
}

bool may_be_in_name(UChar32 c, bool first) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':') return true;
    if (c < 0x80) return !first && ((c >= '0' && c <= '9') || c == '-' || c == '.');
    return contains(kNameStarts, c) || (!first && contains(kNameParts, c));
}

bool is_name(std::string_view name) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(name.data());
    for (std::size_t position = 0; position < name.size();) {
        const bool first = position == 0;
        UChar32 character = 0;
        U8_NEXT(bytes, position, name.size(), character);
        if (!may_be_in_name(character, first)) return false;
    }
    return !name.empty();
}

// XML 1.0, Char; negative values stand for bytes that are not UTF-8.
bool may_be_in_text(UChar32 c) {
    return c >= 0x20 ? c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r';
}

bool is_plain(char c) {
    return static_cast<unsigned char>(c) - 0x20U < 0x60U;
}

}  // namespace

// The text up to a NUL, with U+FFFD for what XML cannot hold.
std::string_view XmlWriter::as_text(std::string_view value) {
    value = cut_at_nul(value);
    if (std::ranges::all_of(value, is_plain)) return value;
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(value.data());
    bool good = true;
    mended_.clear();
    for (std::size_t position = 0; position < value.size();) {
        const std::size_t start = position;
        UChar32 character = 0;
        U8_NEXT(bytes, position, value.size(), character);
        const bool fits = may_be_in_text(character);
        mended_ += fits ? value.substr(start, position - start) : kReplacement;
        good = good && fits;
    }
    if (good) return value;
    intact_ = false;
    return mended_;
}

// The name of the next value's element.
std::string_view XmlWriter::element_name() const {
    if (in_list()) return "element";
    // Most names start with a letter; only the others need a closer check.
    const bool suspicious = !key_.empty() && key_[0] <= '9';
    return suspicious && is_numeric(key_) ? "element" : cut_at_nul(key_);
}

// Starts a new line inside the innermost element.
void XmlWriter::start_line() {
    if (!levels_.empty() && levels_.back().start_tag_open) {
        out_ += ">\n";
        levels_.back().start_tag_open = false;
    }
    out_.append(depth_ + levels_.size(), ' ');
}

void XmlWriter::open_tag(std::string_view name) {
    if (!is_name(name)) representable_ = false;
    start_line();
    out_ += '<';
    out_ += name;
}

void XmlWriter::begin(bool list) {
    if (!levels_.empty() && levels_.back().kind != Kind::element) {
        representable_ = false;
        levels_.push_back({.kind = Kind::nothing, .list = list});
    } else if (!in_list() && key_ == "@attributes") {
        levels_.push_back({.kind = Kind::attributes, .list = list});
    } else if (!in_list() && (key_.starts_with('@') || key_ == "$comment")) {
        representable_ = false;
        levels_.push_back({.kind = Kind::nothing, .list = list});
    } else {
        std::string name(element_name());
        open_tag(name);
        levels_.push_back({.list = list, .start_tag_open = true, .name = std::move(name)});
    }
}

void XmlWriter::end() {
    const Level level = std::move(levels_.back());
    levels_.pop_back();
    if (level.kind != Kind::element) return;
    if (level.start_tag_open) {
        out_ += "/>\n";
        return;
    }
    out_.append(depth_ + levels_.size(), ' ');
    out_ += "</";
    out_ += level.name;
    out_ += ">\n";
}

// Drops an attribute that comes after the first child: its start tag is already closed.
void XmlWriter::attribute(std::string_view name, std::string_view value) {
    if (!is_name(cut_at_nul(name))) representable_ = false;
    Level* element = nullptr;
    for (Level& level : levels_)
        if (level.kind == Kind::element) element = &level;
    if (!element || !element->start_tag_open) return;
    out_ += ' ';
    out_ += cut_at_nul(name);
    out_ += "=\"";
    for (const char c : as_text(value)) {
        if (c == '\n' || c == '\t') {
            out_ += c == '\n' ? "&#10;" : "&#9;";
        } else {
            escaped({&c, 1});
        }
    }
    out_ += '"';
}

void XmlWriter::comment(std::string_view value) {
    start_line();
    out_ += "<!--";
    // Two hyphens would end the comment.
    char last = '\0';
    for (const char c : as_text(value)) {
        if (c == '-' && last == '-') out_ += ' ';
        out_ += last = c;
    }
    out_ += last == '-' ? " -->\n" : "-->\n";
}

void XmlWriter::escaped(std::string_view value) {
    while (true) {
        const std::size_t plain = std::min(value.find_first_of("<>&\"\r"), value.size());
        out_ += value.substr(0, plain);
        if (plain == value.size()) return;
        switch (value[plain]) {
            case '<':
                out_ += "&lt;";
                break;
            case '>':
                out_ += "&gt;";
                break;
            case '&':
                out_ += "&amp;";
                break;
            case '"':
                out_ += "&quot;";
                break;
            default:
                out_ += "&#13;";
                break;
        }
        value.remove_prefix(plain + 1);
    }
}

void XmlWriter::text(std::string_view value) {
    const Kind kind = levels_.empty() ? Kind::element : levels_.back().kind;
    if (kind == Kind::nothing) return;
    if (kind == Kind::attributes) {
        // A number is not an attribute name.
        attribute(in_list() ? "" : std::string_view(key_), value);
    } else if (!in_list() && key_.starts_with('@')) {
        attribute(std::string_view(key_).substr(1), value);
    } else if (!in_list() && key_ == "$comment") {
        comment(value);
    } else {
        const std::string_view name = element_name();
        open_tag(name);
        out_ += '>';
        escaped(as_text(value));
        out_ += "</";
        out_ += name;
        out_ += ">\n";
    }
}

void XmlWriter::integer(std::int64_t value) {
    text(std::to_string(value));
}

void XmlWriter::number(double value) {
    text(number_to_text(value, 14));
}

void XmlWriter::boolean(bool value) {
    text(value ? "1" : "");
}

void XmlWriter::null() {
    const bool element = levels_.empty() || levels_.back().kind == Kind::element;
    if (!element || (!in_list() && (key_.starts_with('@') || key_ == "$comment"))) return text("");
    open_tag(element_name());
    out_ += "/>\n";
}

}  // namespace roster
