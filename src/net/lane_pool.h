// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "net/application.h"

namespace roster::net {

// A call that waits for a lane, and who is told when its stage there is over.
struct LaneTask {
    Call* call{};
    std::function<void(std::optional<Lane> next)> done{};
};

// The threads of one lane and the bounded queue before them, first come first served.
class LanePool {
  public:
    // Runs the stage of every task of a batch, and calls each one's `done`; must not throw.
    using Work = std::function<void(std::span<LaneTask> batch, std::size_t thread)>;

    struct Size {
        std::size_t threads = 1;
        std::size_t waiting = 1;  // tasks that no thread has taken yet
        std::size_t batch = 1;    // tasks that one thread takes at a time
    };

    LanePool(Size size, Work work);
    // Finishes what is waiting.
    ~LanePool();

    // False, and nothing is taken, when the queue is full.
    [[nodiscard]] bool push(LaneTask&& task);

  private:
    void serve(std::size_t thread);
    std::vector<LaneTask> next_batch();

    const Size size_;
    const Work work_;
    std::mutex mutex_{};
    std::condition_variable wake_{};
    std::deque<LaneTask> waiting_{};
    bool closing_ = false;
    std::vector<std::thread> threads_{};
};

}  // namespace roster::net
