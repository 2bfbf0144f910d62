// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace roster {

// How often networks have lately made calls that only this server limits: Nextcloud has no rows for
// them. Every process counts for itself; of very many networks all are forgotten. Thread-safe.
class CallCounts {
  public:
    static constexpr std::size_t kMost = 100'000;

    // Counts a call, unless there were `calls` in this span of so many seconds, which begins with
    // the first of them. Returns the seconds until the next is let through; 0: this one is.
    std::int64_t count(const std::string& caller, std::int64_t calls, std::int64_t seconds,
                       std::int64_t now);

  private:
    struct Span {
        std::int64_t begin = 0;
        std::int64_t end = 0;
        std::int64_t calls = 0;
        // Not so either when the clock was set back.
        bool has(std::int64_t now) const { return begin <= now && now < end; }
    };
    std::mutex mutex_{};
    std::unordered_map<std::string, Span> spans_{};
};

}  // namespace roster
