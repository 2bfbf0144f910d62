// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

namespace roster {

// The failed guesses that the database could not store: they are counted here, for as long as this
// process lives. Of very many the first are forgotten. Thread-safe.
class UnstoredAttempts {
  public:
    struct Attempt {
        std::string subnet{}, action{};
        std::string metadata{};  // as the database would have it
        std::int64_t occurred = 0;
    };

    void add(Attempt attempt);
    // Those of a subnet later than `after`; an empty action counts all of them.
    std::int64_t count(std::string_view subnet, std::string_view action, std::int64_t after) const;
    // Those with exactly this metadata.
    void forget(std::string_view subnet, std::string_view action, std::string_view metadata);

  private:
    mutable std::mutex mutex_{};
    std::deque<Attempt> attempts_{};
    std::atomic<bool> any_{false};  // spares everybody else the mutex
};

}  // namespace roster
