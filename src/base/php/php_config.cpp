// SPDX-License-Identifier: Apache-2.0
#include "base/php/php_config.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/php/php.h"
#include "base/php/php_text.h"
#include "base/text.h"

namespace roster {

namespace {

constexpr std::size_t kMaximumBytes = 1024 * 1024, kMaximumLevels = 64, kMaximumValues = 10'000;
constexpr std::string_view kLastIndex = "9223372036854775807";
constexpr const char* kOnlyOneLiteral =
    "only one assignment `$CONFIG = array(...);` of plain values can be read, for PHP does not run "
    "here";

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

// Converts a key to text like PHP. Nothing for an array.
std::optional<std::string> to_key(const Value& value) {
    if (value.array()) return std::nullopt;
    if (value.is_null()) return "";
    if (const std::string* text = value.text()) return *text;
    if (const bool* flag = value.boolean()) return *flag ? "1" : "0";
    if (const std::int64_t* number = value.integer()) return std::to_string(*number);
    constexpr double kTooLarge = 9.2e18;
    const double number = *value.number();
    if (!std::isfinite(number) || std::abs(number) > kTooLarge) return "0";
    return std::to_string(static_cast<std::int64_t>(number));
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    Expected<Array, PhpFault> read() {
        if (text_.size() > kMaximumBytes) return fault("the file is larger than 1 MiB");
        if (text_.starts_with("\xEF\xBB\xBF")) place_ = 3;
        if (!take("<?php")) return fault("a configuration of Nextcloud begins with `<?php`");
        TRY(skip_blanks());
        if (!take("$CONFIG")) return fault(kOnlyOneLiteral);
        TRY(skip_blanks());
        if (!take("=")) return fault(kOnlyOneLiteral);
        TRY(skip_blanks());
        Value value = TRY(read_value());
        TRY(skip_blanks());
        const bool closed = take(";");
        TRY(skip_blanks());
        if (take("?>")) return end_of(std::move(value));
        if (!closed || place_ < text_.size()) return fault(kOnlyOneLiteral);
        return end_of(std::move(value));
    }

  private:
    struct Done {};

    Expected<Array, PhpFault> end_of(Value value) {
        if (!trim(text_.substr(place_)).empty()) return fault("after `?>` nothing may follow");
        if (!value.array()) return fault("$CONFIG is no array");
        return std::move(*value.array());
    }

    Unexpected<PhpFault> fault(std::string reason) const {
        const auto lines = std::count(
            text_.begin(),
            text_.begin() + static_cast<std::ptrdiff_t>(std::min(place_, text_.size())), '\n');
        return {{.line = static_cast<std::size_t>(lines) + 1, .reason = std::move(reason)}};
    }

    bool take(std::string_view words) {
        if (!text_.substr(place_).starts_with(words)) return false;
        place_ += words.size();
        return true;
    }

    // Skips white space and comments.
    Expected<Done, PhpFault> skip_blanks() {
        for (;;) {
            const std::size_t next = text_.find_first_not_of(" \t\r\n\v\f", place_);
            place_ = std::min(next, text_.size());
            const std::string_view rest = text_.substr(place_);
            if (rest.starts_with("/*")) {
                const std::size_t end = rest.find("*/", 2);
                if (end == rest.npos) return fault("a comment is not closed");
                place_ += end + 2;
            } else if (rest.starts_with("//") ||
                       (rest.starts_with('#') && !rest.starts_with("#["))) {
                // In PHP `?>` ends a one-line comment, too.
                place_ += std::min({rest.find('\n'), rest.find("?>"), rest.size()});
            } else {
                return Done{};
            }
        }
    }

    Expected<Value, PhpFault> read_value() {
        if (++values_ > kMaximumValues)
            return fault(fmt::format("there are more than {} values", kMaximumValues));
        if (place_ >= text_.size()) return fault("the file ends where a value is expected");
        const char first = text_[place_];
        if (first == '\'' || first == '"') return read_text();
        if (first == '[') {
            ++place_;
            return read_array(']');
        }
        if (first == '-' || first == '+') return read_signed();
        if ((first >= '0' && first <= '9') || first == '.') return read_number();
        return read_word();
    }

    // A text literal, or several joined by `.`.
    Expected<Value, PhpFault> read_text() {
        std::string joined;
        for (;;) {
            const PhpText text = read_php_text(text_.substr(place_));
            place_ += text.bytes;
            if (!text.fault.empty()) return fault(std::string(text.fault));
            joined += text.value;
            TRY(skip_blanks());
            if (!take(".")) break;
            TRY(skip_blanks());
            const std::string_view rest = text_.substr(place_);
            if (!rest.starts_with('\'') && !rest.starts_with('"'))
                return fault("only texts in quotes can be joined by `.`");
        }
        if (!is_utf8(joined)) return fault("a text is no UTF-8");
        return Value(std::move(joined));
    }

    Expected<Value, PhpFault> read_signed() {
        const bool negative = text_[place_] == '-';
        ++place_;
        TRY(skip_blanks());
        const Value value = TRY(read_number());
        if (!negative) return value;
        if (const std::int64_t* whole = value.integer()) return Value(-*whole);
        return Value(-*value.number());
    }

    Expected<Value, PhpFault> read_number() {
        std::size_t end = place_;
        while (end < text_.size() && (is_name_character(text_[end]) || text_[end] == '.' ||
                                      (is_exponent(end) && end + 1 < text_.size())))
            ++end;
        const std::string_view written = text_.substr(place_, end - place_);
        const std::optional<Value> number = read_php_number(written);
        if (!number) return fault(fmt::format("`{}` is no number", cut_at_character(written, 40)));
        place_ = end;
        return *number;
    }

    // Whether the sign at `place` belongs to the exponent of a decimal number.
    bool is_exponent(std::size_t place) const {
        const char sign = text_[place], before = text_[place - (place > 0 ? 1 : 0)];
        const bool hex =
            text_.substr(place_).starts_with("0x") || text_.substr(place_).starts_with("0X");
        return place > place_ && !hex && (sign == '+' || sign == '-') &&
               (before == 'e' || before == 'E');
    }

    // Reads true, false, null and array( ... ); PHP would have to evaluate any other word.
    Expected<Value, PhpFault> read_word() {
        std::size_t end = place_;
        while (end < text_.size() && (is_name_character(text_[end]) || text_[end] == '\\' ||
                                      text_[end] == ':' || text_[end] == '$'))
            ++end;
        const std::string_view written = text_.substr(place_, end - place_);
        const std::string word = to_ascii_lower(written);
        if (word == "true" || word == "false" || word == "null" || word == "array") place_ = end;
        if (word == "true") return Value(true);
        if (word == "false") return Value(false);
        if (word == "null") return Value();
        if (word == "array") {
            TRY(skip_blanks());
            if (!take("(")) return fault("`array` needs its `(`");
            return read_array(')');
        }
        if (written.empty())
            return fault(fmt::format("a value is expected instead of `{}`",
                                     cut_at_character(text_.substr(place_), 4)));
        return fault(fmt::format(
            "`{}` has to be computed by PHP, which does not run here; write its value instead",
            cut_at_character(written, 80)));
    }

    Expected<Value, PhpFault> read_array(char close) {
        if (++levels_ > kMaximumLevels)
            return fault(fmt::format("arrays are nested more than {} deep", kMaximumLevels));
        Array array;
        for (;;) {
            TRY(skip_blanks());
            if (take(std::string_view(&close, 1))) break;
            TRY(read_entry(array));
            TRY(skip_blanks());
            if (take(std::string_view(&close, 1))) break;
            if (!take(","))
                return fault(fmt::format(
                    "`,` or `{}` is expected after a value; PHP does not run here, so nothing is "
                    "computed",
                    close));
        }
        --levels_;
        return Value(std::move(array));
    }

    Expected<Done, PhpFault> read_entry(Array& array) {
        Value value = TRY(read_value());
        TRY(skip_blanks());
        if (!take("=>")) {
            if (array.find(kLastIndex)) return fault("the array has no free index");
            array.push(std::move(value));
            return Done{};
        }
        const std::optional<std::string> key = to_key(value);
        if (!key) return fault("an array cannot be a key");
        TRY(skip_blanks());
        array.set(*key, TRY(read_value()));
        return Done{};
    }

    std::string_view text_;
    std::size_t place_ = 0, levels_ = 0, values_ = 0;
};

}  // namespace

Expected<Array, PhpFault> read_php_config(std::string_view text) {
    return Reader(text).read();
}

}  // namespace roster
