// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace roster::net {

// Prepares results that calls may need later, piece by piece, on a thread of the lowest priority.
// Each piece runs when no call has arrived for `quiet`, or, on a busy server, after `longest`.
class SpareTime {
  public:
    struct Pauses {
        std::chrono::milliseconds quiet{1000};  // without a call
        std::chrono::milliseconds longest{10'000};
        // When the next piece runs.
    };

    // `piece` returns whether more is left; it must not throw. `rounds` grows with each call.
    SpareTime(std::function<bool()> piece, const std::atomic<std::uint64_t>& rounds, Pauses pauses);
    // Waits for the running piece.
    ~SpareTime();
    SpareTime(const SpareTime&) = delete;

    // Tells that there is work again.
    void nudge();

  private:
    void work();
    bool wait_for_quiet(std::unique_lock<std::mutex>& lock);

    const std::function<bool()> piece_;
    const std::atomic<std::uint64_t>& rounds_;
    const Pauses pauses_;
    std::mutex mutex_{};
    std::condition_variable wake_{};
    bool closing_ = false;
    bool nudged_ = true;
    std::thread thread_{};
};

}  // namespace roster::net
