// SPDX-License-Identifier: Apache-2.0
#include "net/lane_pool.h"

#include <algorithm>
#include <utility>

namespace roster::net {

LanePool::LanePool(Size size, Work work) : size_(size), work_(std::move(work)) {
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
        waiting_.push_back(std::move(task));
    }
    wake_.notify_one();
    return true;
}

void LanePool::serve(std::size_t thread) {
    for (;;) {
        std::vector<LaneTask> batch = next_batch();
        if (batch.empty()) return;
        work_(batch, thread);
    }
}

// Waits for tasks; none means that the pool closes.
std::vector<LaneTask> LanePool::next_batch() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    const auto count = static_cast<std::ptrdiff_t>(std::min(size_.batch, waiting_.size()));
    std::vector<LaneTask> batch(std::make_move_iterator(waiting_.begin()),
                                std::make_move_iterator(waiting_.begin() + count));
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    return batch;
}

}  // namespace roster::net
