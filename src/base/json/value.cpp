// SPDX-License-Identifier: Apache-2.0
#include "base/json/value.h"

#include <charconv>
#include <limits>

#include "base/text.h"

namespace roster {

namespace {

constexpr std::int64_t kLastIndex = std::numeric_limits<std::int64_t>::max();

// The number of a key that PHP would store as a number.
std::optional<std::int64_t> whole_number(std::string_view key) {
    if (key.empty() || (key.front() > '9') || !is_whole_number(key)) return std::nullopt;
    std::int64_t number = 0;
    std::from_chars(key.data(), key.data() + key.size(), number);
    return number;
}

}  // namespace

Value& Array::set(std::string_view key, Value value) {
    if (Value* present = find(key)) return *present = std::move(value);
    return append(key, std::move(value));
}

Value& Array::append(std::string_view key, Value value) {
    if (const auto number = whole_number(key); number && *number >= next_index_) {
        // After the largest number none is free; push() finds it taken.
        next_index_ = *number == kLastIndex ? kLastIndex : *number + 1;
    }
    return entries_.emplace_back(std::string(key), std::move(value)).second;
}

Value& Array::push(Value value) {
    if (next_index_ == kLastIndex && find(std::to_string(kLastIndex)))
        throw std::length_error("the array has no free index");
    entries_.emplace_back(std::to_string(next_index_), std::move(value));
    if (next_index_ < kLastIndex) ++next_index_;
    return entries_.back().second;
}

const Value* Array::find(std::string_view key) const {
    const auto entry = std::ranges::find(entries_, key, &Entry::first);
    return entry == entries_.end() ? nullptr : &entry->second;
}

Value* Array::find(std::string_view key) {
    return const_cast<Value*>(std::as_const(*this).find(key));
}

bool Array::erase(std::string_view key) {
    const auto entry = std::ranges::find(entries_, key, &Entry::first);
    if (entry == entries_.end()) return false;
    entries_.erase(entry);
    return true;
}

bool Array::is_list() const {
    std::int64_t expected = 0;
    return std::ranges::all_of(
        entries_, [&](const Entry& entry) { return whole_number(entry.first) == expected++; });
}

std::size_t Array::memory_bytes() const {
    std::size_t bytes = entries_.capacity() * sizeof(Entry);
    for (const auto& [key, value] : entries_) {
        bytes += key.capacity();
        if (value.text()) bytes += value.text()->capacity();
        if (value.array()) bytes += value.array()->memory_bytes();
    }
    return bytes;
}

bool Array::operator==(const Array& other) const {
    return entries_ == other.entries_;
}

}  // namespace roster
