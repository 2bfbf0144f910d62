// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_set>

namespace roster {

// The networks that were lately refused for their guesses, or for too many calls that anybody may
// make, so that others may go before them. Each
// is known for ten seconds at least and twenty at most; of very many, the first are forgotten.
// Thread-safe.
class PenaltyBox {
  public:
    void note(const std::string& network, std::int64_t now);
    bool has(const std::string& network, std::int64_t now);
    // False when has() is for every network; costs nothing.
    bool any() const { return any_.load(std::memory_order_relaxed); }

  private:
    void age(std::int64_t now);

    std::mutex mutex_{};
    std::unordered_set<std::string> young_{}, old_{};
    std::int64_t young_since_ = 0;
    std::atomic<bool> any_{false};
};

}  // namespace roster
