// SPDX-License-Identifier: Apache-2.0
#include "base/json/json.h"

#if defined(__SSE2__)
#define RAPIDJSON_SSE2  // Scans texts sixteen bytes at a time.
#endif
#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/json/writer.h"
#include "base/php/php.h"
#include "base/text.h"

namespace roster {

namespace {

// Builds the value from the reader's events. Returning false stops the reader.
class ValueBuilder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, ValueBuilder> {
  public:
    explicit ValueBuilder(const JsonLimits& limits) : limits_(limits) {}

    bool Null() { return add(nullptr); }
    bool Bool(bool value) { return add(value); }
    bool RawNumber(const char* digits, rapidjson::SizeType length, bool) {
        if (is_left_out()) return count();
        const std::string_view text(digits, length);
        std::int64_t whole = 0;
        const auto result = std::from_chars(text.begin(), text.end(), whole);
        if (result.ec == std::errc() && result.ptr == text.end()) return add(whole);
        return add(to_number(text));
    }
    bool String(const char* bytes, rapidjson::SizeType length, bool) {
        const std::string_view text(bytes, length);
        if (!is_utf8(text)) return false;  // The reader accepts lone surrogates.
        return is_left_out() ? count() : add(text);
    }
    bool Key(const char* bytes, rapidjson::SizeType length, bool) {
        const std::string_view name(bytes, length);
        if (left_out_levels_ == 0) open_.back().key = name;
        return is_utf8(name);
    }
    bool StartObject() { return start(true); }
    bool StartArray() { return start(false); }
    bool EndObject(rapidjson::SizeType) { return finish(); }
    bool EndArray(rapidjson::SizeType) { return finish(); }

    Value take() { return std::move(result_); }
    bool met_too_many() const { return values_ > limits_.values; }
    bool met_too_deep() const { return too_deep_; }

  private:
    struct Level {
        Array array{};
        bool map = false;
        std::string key{};                                         // of the current member
        std::unordered_map<std::string, std::ptrdiff_t> places{};  // of the members so far
    };

    bool count() { return ++values_ <= limits_.values; }

    // Whether the next value is, or is inside, a member that is not wanted.
    bool is_left_out() const {
        if (left_out_levels_ > 0) return true;
        return !limits_.members.empty() && open_.size() == 1 && open_.back().map &&
               std::ranges::find(limits_.members, open_.back().key) == limits_.members.end();
    }

    bool start(bool map) {
        too_deep_ = open_.size() + left_out_levels_ == limits_.levels;
        if (too_deep_) return false;
        if (is_left_out()) {
            ++left_out_levels_;
            return count();
        }
        open_.push_back({.map = map});
        return true;
    }

    bool finish() {
        if (left_out_levels_ > 0) {
            --left_out_levels_;
            return true;
        }
        Array array = std::move(open_.back().array);
        open_.pop_back();
        return add(std::move(array));
    }

    bool add(Value value) {
        if (!count()) return false;
        if (is_left_out()) return true;
        if (open_.empty()) {
            result_ = std::move(value);
            return true;
        }
        Level& level = open_.back();
        if (!level.map) {
            level.array.push(std::move(value));
            return true;
        }
        const auto end = static_cast<std::ptrdiff_t>(level.array.size());
        const auto [place, is_new] = level.places.emplace(level.key, end);
        if (is_new) {
            level.array.append(level.key, std::move(value));
        } else {
            level.array.begin()[place->second].second = std::move(value);
        }
        return true;
    }

    const JsonLimits& limits_;
    std::size_t values_ = 0;
    std::size_t left_out_levels_ = 0;
    bool too_deep_ = false;
    std::vector<Level> open_{};
    Value result_{};
};

// Forwards the reader's events.
class EventPasser : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, EventPasser> {
  public:
    explicit EventPasser(JsonEvents& events) : events_(events) {}

    bool Null() { return events_.null(), true; }
    bool Bool(bool value) { return events_.boolean(value), true; }
    bool RawNumber(const char* digits, rapidjson::SizeType length, bool) {
        return events_.number({digits, length}), true;
    }
    bool String(const char* bytes, rapidjson::SizeType length, bool) {
        events_.text({bytes, length});
        return is_utf8({bytes, length});
    }
    bool Key(const char* bytes, rapidjson::SizeType length, bool) {
        events_.key({bytes, length});
        return is_utf8({bytes, length});
    }
    bool StartObject() { return begin(); }
    bool StartArray() { return begin(); }
    bool EndObject(rapidjson::SizeType) { return end(); }
    bool EndArray(rapidjson::SizeType) { return end(); }

  private:
    bool begin() { return ++levels_ <= kMaximumJsonLevels && (events_.begin(), true); }
    bool end() { return --levels_, events_.end(), true; }

    JsonEvents& events_;
    std::size_t levels_ = 0;
};

// When the reader scans sixteen bytes at once, it accepts 0x1A to 0x1F inside texts; JSON has none
// of 0x18 to 0x1F anywhere. Returns the highest bit of each such byte among these eight.
std::uint64_t overlooked_among(const char* eight) {
    constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101U;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, eight, sizeof bytes);
    const std::uint64_t rest = (bytes ^ (0x18 * kOnes)) & (0xF8 * kOnes);  // 0 for one of them
    return (rest - kOnes) & ~rest & (0x80 * kOnes);
}

// Eight bytes at once, because profiles are read often.
bool has_overlooked_controls(std::string_view text) {
    std::uint64_t found = 0;
    for (; text.size() >= sizeof found; text.remove_prefix(sizeof found))
        found |= overlooked_among(text.data());
    char tail[sizeof found] = {};
    text.copy(tail, text.size());
    return (found | overlooked_among(tail)) != 0;
}

void append_pretty(std::string& text, const Value& value, std::size_t depth) {
    constexpr std::size_t kIndent = 4;
    const Array* array = value.array();
    if (!array || array->empty()) {
        text += to_json(value);
        return;
    }
    const bool list = array->is_list();
    text += list ? "[\n" : "{\n";
    bool first = true;
    for (const auto& [key, member] : *array) {
        if (!first) text += ",\n";
        first = false;
        text.append((depth + 1) * kIndent, ' ');
        if (!list) text += to_json(Value(key)) + ": ";
        append_pretty(text, member, depth + 1);
    }
    text += '\n';
    text.append(depth * kIndent, ' ');
    text += list ? ']' : '}';
}

}  // namespace

std::optional<Value> parse_json(std::string_view text, std::size_t levels) {
    Expected<Value, JsonFault> read = parse_json_within({.levels = levels}, text);
    if (!read) return std::nullopt;
    return std::move(read).value();
}

Expected<Value, JsonFault> parse_json_within(const JsonLimits& limits, std::string_view text) {
    // Iterative, so that deep texts cannot overflow our stack. Numbers come as text, so that one
    // function decides which of them are whole.
    constexpr unsigned kFlags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    ValueBuilder builder(limits);
    const bool whole = reader.Parse<kFlags>(stream, builder);
    if (builder.met_too_many()) return Unexpected{JsonFault::too_many_values};
    if (builder.met_too_deep()) return Unexpected{JsonFault::too_deep};
    // The reader takes a NUL for the end of the text.
    if (!whole || stream.Tell() != text.size()) return Unexpected{JsonFault::broken};
    return builder.take();
}

bool read_json(std::string_view text, JsonEvents& events) {
    if (has_overlooked_controls(text)) return false;
    constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |
                                rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseInsituFlag;
    // The reader uses texts without escapes in place. It reads sixteen bytes at once, so it needs
    // that many readable bytes behind the end.
    constexpr std::size_t kReadAhead = 16;
    std::string copy;
    copy.reserve(text.size() + kReadAhead);
    copy.append(text).append(kReadAhead, '\0');
    rapidjson::InsituStringStream stream(copy.data());
    rapidjson::Reader reader;
    EventPasser passer(events);
    return reader.Parse<kFlags>(stream, passer) && stream.Tell() == text.size();
}

std::string to_json(const Value& value) {
    std::string text;
    JsonWriter writer(text, JsonStyle::stored);
    writer.value(value);
    return writer.representable() ? text : std::string();
}

std::string to_json_pretty(const Value& value) {
    std::string text;
    append_pretty(text, value, 0);
    return text;
}

std::string indent_json(std::string_view text) {
    rapidjson::MemoryStream in(text.data(), text.size());
    rapidjson::StringBuffer out;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(out);
    rapidjson::Reader().Parse<rapidjson::kParseFullPrecisionFlag>(in, writer);
    return {out.GetString(), out.GetSize()};
}

std::string to_log_json(const Value& value) {
    std::string text;
    JsonWriter(text, JsonStyle::log).value(value);
    return text;
}

}  // namespace roster
