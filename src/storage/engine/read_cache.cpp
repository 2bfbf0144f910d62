// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/read_cache.h"

#include <utility>

namespace roster::storage {

namespace {
constexpr std::size_t kBytesOfEntry = 128;  // besides key and value
}

const std::any* ReadCache::find(std::string_view key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
}

void ReadCache::keep(std::string key, std::any value, std::size_t bytes) {
    bytes += key.size() + kBytesOfEntry;
    if (bytes_ + bytes > most_bytes_) forget();
    bytes_ += bytes;
    values_.insert_or_assign(std::move(key), std::move(value));
}

void ReadCache::forget() {
    values_.clear();
    bytes_ = 0;
}

}  // namespace roster::storage
