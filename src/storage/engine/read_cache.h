// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <any>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace roster::storage {

// What a connection has read, until somebody changes the database. Used by one thread.
class ReadCache {
  public:
    // The value under that key, nullptr when there is none. Valid until the next keep().
    const std::any* find(std::string_view key) const;
    // Stores a value under an unused key. `bytes` is the size of the value as the caller estimates
    // it. Drops everything else first when the limit would be exceeded.
    void keep(std::string key, std::any value, std::size_t bytes = 0);
    // Whether at least a quarter of the limit is still free.
    bool has_room() const { return bytes_ < most_bytes_ - most_bytes_ / 4; }
    // Drops everything.
    void forget();
    // Sets the limit in bytes.
    void limit(std::size_t bytes) { most_bytes_ = bytes; }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };

    std::unordered_map<std::string, std::any, Hash, std::equal_to<>> values_{};
    std::size_t bytes_ = 0;
    std::size_t most_bytes_ = std::size_t{4} << 20;
};

}  // namespace roster::storage
