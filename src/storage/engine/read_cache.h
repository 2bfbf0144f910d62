// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <any>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace roster::storage {

// What a connection has read and is true until somebody changes the database. Of one thread.
class ReadCache {
  public:
    // The value under that key, nullptr when there is none; valid until the next keep().
    const std::any* find(std::string_view key) const;
    // Keeps a value under a key that is not in use. Forgets everything else when its bytes, as the
    // caller counts them, would be too many.
    void keep(std::string key, std::any value, std::size_t bytes = 0);
    // Whether a good part of its bytes is still free.
    bool has_room() const { return bytes_ < most_bytes_ - most_bytes_ / 4; }
    void forget();
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
