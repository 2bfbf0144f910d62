// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace roster {

// Counts recent calls per network, for limits that only Roster has, since Nextcloud has no rows for
// them. Each process counts alone. When more than kMost networks are stored, all are dropped.
// Thread-safe.
class CallCounts {
  public:
    static constexpr std::size_t kMost = 100'000;

    // Counts a call, unless `calls` have been counted in this window of `seconds`, which begins
    // with the first of them. Returns 0 when the call is counted, else the seconds until the next
    // one is allowed.
    std::int64_t count(const std::string& caller, std::int64_t calls, std::int64_t seconds,
                       std::int64_t now);

  private:
    struct Span {
        std::int64_t begin = 0;
        std::int64_t end = 0;
        std::int64_t calls = 0;
        // Also false when the clock was set back.
        bool has(std::int64_t now) const { return begin <= now && now < end; }
    };
    std::mutex mutex_{};
    std::unordered_map<std::string, Span> spans_{};
};

}  // namespace roster
