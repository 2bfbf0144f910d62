// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>

namespace roster {

// The threads that slow hashes are spread over: each caller's own, and beside them one less than
// there are cores, shared by all callers. Thread-safe.
class HashThreads {
  public:
    explicit HashThreads(std::size_t cores = std::thread::hardware_concurrency())
        : free_(cores > 1 ? cores - 1 : 0) {}

    // Calls `compute` with each number below `count`, once, and returns when all are done. Throws
    // what one of them threw; then some may not have been called.
    void spread(std::size_t count, const std::function<void(std::size_t)>& compute);

  private:
    std::size_t borrow(std::size_t wanted);

    std::atomic<std::size_t> free_;
};

}  // namespace roster
