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

class Worker;

// The lowest priority of Linux's scheduler: all other threads go first.
inline constexpr int kMostNice = 19;
// The name, in `top -H`, of the low-priority thread.
inline constexpr const char* kPatientThread = "patient";
// Sets the niceness of the calling thread.
void let_others_go_before(int niceness);

// A call that waits for a lane. `done` runs on its worker's thread when the stage is over.
struct LaneTask {
    Call* call{};
    Worker* worker{};
    bool late = false;  // waits behind all tasks that are not late
    std::function<void(std::optional<Lane> next)> done{};
};

// The threads of one lane and their bounded queue: first come, first served, except for late tasks.
class LanePool {
  public:
    // Runs the stage of every task of a batch and calls each one's `done`. Must not throw.
    using Work = std::function<void(std::span<LaneTask> batch, std::size_t thread)>;

    // Background work of a thread: called with `busy` after each batch, and without it while the
    // queue has been empty for a while, until it returns false. Must not throw.
    using Tend = std::function<bool(bool busy)>;

    struct Size {
        std::size_t threads = 1;
        std::size_t waiting = 1;  // tasks that no thread has taken yet
        std::size_t batch = 1;    // tasks that one thread takes at a time
        int niceness = 0;         // of the threads
    };

    LanePool(Size size, Work work, Tend tend = {});
    // Finishes the waiting tasks, but no background work.
    ~LanePool();

    // False, and the task is not taken, when the queue is full.
    [[nodiscard]] bool push(LaneTask&& task);

  private:
    void serve(std::size_t thread);
    void tend_while_idle(std::unique_lock<std::mutex>& lock);
    std::vector<LaneTask> next_batch();

    const Size size_;
    const Work work_;
    const Tend tend_;
    std::mutex mutex_{};
    std::condition_variable wake_{};
    std::deque<LaneTask> waiting_{};
    bool closing_ = false;
    std::vector<std::thread> threads_{};
};

}  // namespace roster::net
