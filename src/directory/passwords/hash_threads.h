// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>

namespace roster {

// The threads for slow hashes: each caller's own thread, and a shared pool of one thread less than
// there are cores. Thread-safe.
class HashThreads {
  public:
    explicit HashThreads(std::size_t cores = std::thread::hardware_concurrency())
        : free_(cores > 1 ? cores - 1 : 0) {}

    // Calls `compute` once for each number below `count`, and returns when all are done. Rethrows
    // an exception of one of them; then some may not have been called.
    void spread(std::size_t count, const std::function<void(std::size_t)>& compute);

  private:
    std::size_t borrow(std::size_t wanted);

    std::atomic<std::size_t> free_;
};

}  // namespace roster
