// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace roster {

class Value;

// PHP's array: ordered, list and map in one. Whole-number keys are stored as decimal text ("0",
// "-7"). A list is an array whose keys are "0", "1", ... in order.
class Array {
  public:
    using Entry = std::pair<std::string, Value>;

    // Replaces the value of an existing key in place, else appends.
    Value& set(std::string_view key, Value value);
    // Appends under a key that the caller knows to be new: set() without the search.
    Value& append(std::string_view key, Value value);
    // Appends under the next free whole number, like PHP's $a[]. Throws std::length_error when the
    // largest number is taken.
    Value& push(Value value);
    // nullptr when the key is absent.
    const Value* find(std::string_view key) const;
    Value* find(std::string_view key);
    // Returns whether the key was present.
    bool erase(std::string_view key);
    // Whether the keys are "0", "1", ... in order, as in PHP's lists.
    bool is_list() const;
    // The approximate memory of the entries.
    std::size_t memory_bytes() const;
    std::size_t size() const;
    bool empty() const;
    std::vector<Entry>::const_iterator begin() const;
    std::vector<Entry>::const_iterator end() const;
    std::vector<Entry>::iterator begin();
    std::vector<Entry>::iterator end();
    bool operator==(const Array& other) const;  // compares the order of the entries, too

  private:
    std::vector<Entry> entries_;
    std::int64_t next_index_ = 0;
};

// Any value of a parameter, a JSON text or a setting.
class Value {
  public:
    using Variant = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array>;

    Value() : variant_(nullptr) {}
    Value(std::nullptr_t) : variant_(nullptr) {}
    Value(bool value) : variant_(value) {}
    Value(int value) : variant_(static_cast<std::int64_t>(value)) {}
    Value(std::int64_t value) : variant_(value) {}
    Value(double value) : variant_(value) {}
    Value(std::string value) : variant_(std::move(value)) {}
    Value(std::string_view value) : variant_(std::string(value)) {}
    Value(const char* value) : variant_(std::string(value)) {}
    Value(Array value) : variant_(std::move(value)) {}

    // Each accessor returns nullptr when the value has another type.
    bool is_null() const { return std::holds_alternative<std::nullptr_t>(variant_); }
    const bool* boolean() const { return std::get_if<bool>(&variant_); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&variant_); }
    const double* number() const { return std::get_if<double>(&variant_); }
    const std::string* text() const { return std::get_if<std::string>(&variant_); }
    const Array* array() const { return std::get_if<Array>(&variant_); }
    Array* array() { return std::get_if<Array>(&variant_); }
    const Variant& variant() const { return variant_; }
    bool operator==(const Value&) const = default;

  private:
    Variant variant_;
};

// Defined here because they need the complete type Value.
inline std::size_t Array::size() const {
    return entries_.size();
}
inline bool Array::empty() const {
    return entries_.empty();
}
inline std::vector<Array::Entry>::const_iterator Array::begin() const {
    return entries_.begin();
}
inline std::vector<Array::Entry>::const_iterator Array::end() const {
    return entries_.end();
}
inline std::vector<Array::Entry>::iterator Array::begin() {
    return entries_.begin();
}
inline std::vector<Array::Entry>::iterator Array::end() {
    return entries_.end();
}

}  // namespace roster
