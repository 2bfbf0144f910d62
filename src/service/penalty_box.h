// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_set>

namespace roster {

// The penalty box: the networks that were recently refused for failed logins, or for too many calls
// that anybody may make, and are served with low priority. A network stays for ten to twenty
// seconds; when there are very many, the oldest are dropped. Thread-safe.
class PenaltyBox {
  public:
    // Puts a network into the box; `now` in Unix seconds.
    void note(const std::string& network, std::int64_t now);
    // Whether the network is in the box; `now` in Unix seconds.
    bool has(const std::string& network, std::int64_t now);
    // False when the box is empty; costs nothing.
    bool any() const { return any_.load(std::memory_order_relaxed); }

  private:
    void age(std::int64_t now);

    std::mutex mutex_{};
    std::unordered_set<std::string> young_{}, old_{};
    std::int64_t young_since_ = 0;
    std::atomic<bool> any_{false};
};

}  // namespace roster
