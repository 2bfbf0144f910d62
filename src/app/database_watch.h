// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "directory/installation.h"

namespace roster {

// Gets the database ready for a server that starts: makes those of Roster's own tables that are
// missing. A database on a server that does not answer is waited for, on a thread of its own, while
// this object lives.
class DatabaseWatch {
  public:
    static constexpr std::chrono::milliseconds kPause{250};

    // Throws std::runtime_error with a sentence for people when waiting would be of no use: the
    // database turns us away, or is no Nextcloud's.
    explicit DatabaseWatch(Installation& installation);

    bool is_ready() const { return ready_.load(std::memory_order_acquire); }

  private:
    void wait(const std::stop_token& stop, Installation& installation);

    std::atomic<bool> ready_ = false;
    std::jthread waiting_{};  // Last, so that it ends before what it uses.
};

}  // namespace roster
