// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "directory/installation.h"

namespace roster {

// Prepares the database when a server starts: creates Roster's own tables where they are missing.
// While a database server does not answer, retries on its own thread as long as this object lives.
class DatabaseWatch {
  public:
    static constexpr std::chrono::milliseconds kPause{250};

    // Throws std::runtime_error with a sentence when retrying is useless: the database rejects the
    // login, or does not belong to a Nextcloud.
    explicit DatabaseWatch(Installation& installation);

    // Whether calls can use the database. From any thread.
    bool is_ready() const { return ready_.load(std::memory_order_acquire); }

  private:
    void wait(const std::stop_token& stop, Installation& installation);

    std::atomic<bool> ready_ = false;
    std::jthread waiting_{};  // Last, so that the thread ends before the members it uses.
};

}  // namespace roster
