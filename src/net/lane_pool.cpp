// SPDX-License-Identifier: Apache-2.0
#include "net/lane_pool.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace roster::net {

namespace {
// Clients that wait for their responses send their next request sooner than this.
constexpr std::chrono::milliseconds kQuiet{10};
// Leaves most of a core to the readers.
constexpr int kRestsPerPiece = 3;
}  // namespace

LanePool::LanePool(Size size, Work work, Tend tend)
    : size_(size), work_(std::move(work)), tend_(std::move(tend)) {
    for (std::size_t thread = 0; thread < size_.threads; ++thread)
        threads_.emplace_back([this, thread] { serve(thread); });
}

LanePool::~LanePool() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_)
        thread.join();
}

bool LanePool::push(LaneTask&& task) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= size_.waiting) return false;
        auto place = waiting_.end();
        if (!task.late) place = std::ranges::find_if(waiting_, &LaneTask::late);
        waiting_.insert(place, std::move(task));
    }
    wake_.notify_one();
    return true;
}

void let_others_go_before(int niceness) {
    setpriority(PRIO_PROCESS, 0, niceness);  // 0: this thread
}

void LanePool::serve(std::size_t thread) {
    if (size_.niceness > 0) let_others_go_before(size_.niceness);
    for (;;) {
        std::vector<LaneTask> batch = next_batch();
        if (batch.empty()) return;
        work_(batch, thread);
        if (tend_) tend_(true);
    }
}

// Runs background work until a task comes, the pool closes or nothing is left.
void LanePool::tend_while_idle(std::unique_lock<std::mutex>& lock) {
    const auto is_called = [this] { return closing_ || !waiting_.empty(); };
    if (wake_.wait_for(lock, kQuiet, is_called)) return;
    for (bool more = true; more && !is_called();) {
        lock.unlock();
        const auto begin = std::chrono::steady_clock::now();
        more = tend_(false);
        const auto rest = kRestsPerPiece * (std::chrono::steady_clock::now() - begin);
        lock.lock();
        if (more) wake_.wait_for(lock, rest, is_called);
    }
}

// Waits for tasks; none when the pool closes.
std::vector<LaneTask> LanePool::next_batch() {
    std::unique_lock lock(mutex_);
    if (tend_) tend_while_idle(lock);
    wake_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    const auto count = static_cast<std::ptrdiff_t>(std::min(size_.batch, waiting_.size()));
    std::vector<LaneTask> batch(std::make_move_iterator(waiting_.begin()),
                                std::make_move_iterator(waiting_.begin() + count));
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    return batch;
}

}  // namespace roster::net
