// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/json/value.h"
#include "base/result.h"

namespace roster {

// Maps and lists within each other that a JSON text may have (transport: deep JSON).
inline constexpr std::size_t kMaximumJsonLevels = 511;

// PHP's json_decode to arrays: of members with the same name the last value wins, whole numbers
// that do not fit become floats. Nothing when the text is broken, nested deeper than `levels` or
// no UTF-8.
std::optional<Value> parse_json(std::string_view text, std::size_t levels = kMaximumJsonLevels);

// What a stranger's text may cost.
struct JsonLimits {
    std::size_t levels = kMaximumJsonLevels;
    std::size_t values = std::numeric_limits<std::size_t>::max();  // maps and lists count too
    // Of a map that is the whole text, only these members are kept; all when there are none.
    std::span<const std::string_view> members{};
};

enum class JsonFault { broken, too_deep, too_many_values };

// The same as parse_json, within these limits. What comes behind the first fault is not looked at.
Expected<Value, JsonFault> parse_json_within(const JsonLimits& limits, std::string_view text);

// What read_json meets, in the order of the text. Texts are good until the call returns.
class JsonEvents {
  public:
    virtual ~JsonEvents() = default;
    virtual void null() = 0;
    virtual void boolean(bool value) = 0;
    virtual void number(std::string_view digits) = 0;
    virtual void text(std::string_view value) = 0;
    virtual void key(std::string_view name) = 0;
    virtual void begin() = 0;  // of a map or list
    virtual void end() = 0;
};

// The same texts as parse_json takes, without a value made of them. False when the text is broken;
// some events may have come before that is known.
bool read_json(std::string_view text, JsonEvents& events);

// PHP's json_encode without flags, as stored texts need it. "" when the value cannot be expressed.
std::string to_json(const Value& value);

// PHP's JSON_PRETTY_PRINT: four blanks of indent per level, an empty map or list as `[]`.
std::string to_json_pretty(const Value& value);

// A JSON text with that indent, its values as they are: an empty map stays `{}`. A text that is
// broken is cut off where that shows.
std::string indent_json(std::string_view text);

// PHP's json_encode for lines of the log: slashes raw, and null for what cannot be expressed.
std::string to_log_json(const Value& value);

}  // namespace roster
