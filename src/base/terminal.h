// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string_view>

namespace roster {

// The terminal of a server, for messages that the log may be unable to store. Silent until it is
// opened; then prints at most one line every five seconds. Thread-safe.
class Terminal {
  public:
    // From now on say() prints.
    void open() { open_ = true; }
    // `now` in Unix seconds. Returns whether the line was printed.
    bool say(std::string_view line, std::int64_t now);

  private:
    std::atomic<bool> open_{false};
    std::mutex mutex_{};
    std::int64_t next_ = 0;
};

}  // namespace roster
