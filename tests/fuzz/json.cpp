// SPDX-License-Identifier: Apache-2.0
// Both readers of JSON take the same texts, and what the writer makes of a value reads back as it.
#include <cmath>

#include "base/json/json.h"
#include "fuzz/fuzz.h"

using namespace roster;
using fuzz::require;

namespace {

class Counter final : public JsonEvents {
  public:
    void null() override {}
    void boolean(bool) override {}
    void number(std::string_view) override {}
    void text(std::string_view) override {}
    void key(std::string_view) override {}
    void begin() override { ++open_; }
    void end() override { --open_; }
    bool balanced() const { return open_ == 0; }

  private:
    int open_ = 0;
};

// PHP writes no infinite number, and reads the `-0` that it writes as 0.
bool reads_back(const Value& value) {
    if (const double* number = value.number())
        return std::isfinite(*number) && !(*number == 0 && std::signbit(*number));
    if (!value.array()) return true;
    for (const auto& [key, member] : *value.array())
        if (!reads_back(member)) return false;
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::optional<Value> value = parse_json(text);
    Counter counter;
    const bool readable = read_json(text, counter);
    require(readable == value.has_value(), "both readers take the same texts");
    constexpr std::size_t kFewValues = 50;
    const auto within = parse_json_within({.values = kFewValues}, text);
    require(within ? within.value() == value : !value || within.error() != JsonFault::broken,
            "limits change nothing but that there are too many values");
    if (!value) return 0;
    require(counter.balanced(), "each map and list ends");
    require(parse_json(to_log_json(*value)).has_value(), "a value for the log can be read");
    if (!reads_back(*value)) return 0;
    // Not the values themselves: 1.0 is written as PHP writes it, `1`.
    const std::string written = to_json(*value);
    for (const std::string& again : {written, to_json_pretty(*value)}) {
        const std::optional<Value> read = parse_json(again);
        require(read && to_json(*read) == written, "what is written reads back as the same text");
    }
    return 0;
}
