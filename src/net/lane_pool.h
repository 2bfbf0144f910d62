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

// The scheduler of Linux lets other threads of the machine go before this one, at 19 all of them.
inline constexpr int kMostNice = 19;
// As `top -H` shows the thread for those who give way.
inline constexpr const char* kPatientThread = "patient";
void let_others_go_before(int niceness);

// A call that waits for a lane, and who is told, on that worker's thread, when its stage there is
// over.
struct LaneTask {
    Call* call{};
    Worker* worker{};
    bool late = false;  // waits behind those who are not
    std::function<void(std::optional<Lane> next)> done{};
};

// The threads of one lane and the bounded queue before them: first come first served, but for those
// who are late.
class LanePool {
  public:
    // Runs the stage of every task of a batch, and has each one's `done` called; must not throw.
    using Work = std::function<void(std::span<LaneTask> batch, std::size_t thread)>;

    // What a thread does beside its tasks: after each batch with `busy`, and while nothing has
    // come for a while without it, until it returns false. Must not throw.
    using Tend = std::function<bool(bool busy)>;

    struct Size {
        std::size_t threads = 1;
        std::size_t waiting = 1;  // tasks that no thread has taken yet
        std::size_t batch = 1;    // tasks that one thread takes at a time
        int niceness = 0;         // how much the threads let others go before
    };

    LanePool(Size size, Work work, Tend tend = {});
    // Finishes what is waiting, but does not tend any more.
    ~LanePool();

    // False, and nothing is taken, when the queue is full.
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
