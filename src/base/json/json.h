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

// The deepest nesting of maps and lists in a JSON text (transport: deep JSON).
inline constexpr std::size_t kMaximumJsonLevels = 511;

// Parses like PHP's json_decode to arrays: of members with the same name the last wins, and whole
// numbers that do not fit become floats. Nothing when the text is broken, nested deeper than
// `levels` or not UTF-8.
std::optional<Value> parse_json(std::string_view text, std::size_t levels = kMaximumJsonLevels);

// Limits for a text from an untrusted client.
struct JsonLimits {
    std::size_t levels = kMaximumJsonLevels;
    std::size_t values = std::numeric_limits<std::size_t>::max();  // maps and lists count too
    // If the whole text is a map, only these of its members are stored; all when the list is empty.
    std::span<const std::string_view> members{};
};

enum class JsonFault { broken, too_deep, too_many_values };

// Like parse_json(), within these limits. Stops at the first fault.
Expected<Value, JsonFault> parse_json_within(const JsonLimits& limits, std::string_view text);

// Callbacks of read_json(), in the order of the text. The views are valid until the callback
// returns.
class JsonEvents {
  public:
    virtual ~JsonEvents() = default;
    virtual void null() = 0;
    virtual void boolean(bool value) = 0;
    virtual void number(std::string_view digits) = 0;
    virtual void text(std::string_view value) = 0;
    virtual void key(std::string_view name) = 0;
    virtual void begin() = 0;  // opens a map or list
    virtual void end() = 0;
};

// Reads a text that parse_json() would accept, without building a value. False when the text is
// broken; some callbacks may have run before that is known.
bool read_json(std::string_view text, JsonEvents& events);

// PHP's json_encode without flags, as for stored texts. "" when JSON cannot express the value.
std::string to_json(const Value& value);

// PHP's JSON_PRETTY_PRINT: four spaces of indent per level, an empty map or list as `[]`.
std::string to_json_pretty(const Value& value);

// Indents a JSON text like to_json_pretty() without changing its values: an empty map stays `{}`. A
// broken text is cut off where the error is found.
std::string indent_json(std::string_view text);

// PHP's json_encode for log lines: slashes unescaped, and null for what JSON cannot express.
std::string to_log_json(const Value& value);

}  // namespace roster
