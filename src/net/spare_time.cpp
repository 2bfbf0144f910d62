// SPDX-License-Identifier: Apache-2.0
#include "net/spare_time.h"

#include <utility>

#include "net/lane_pool.h"

namespace roster::net {

SpareTime::SpareTime(std::function<bool()> piece, const std::atomic<std::uint64_t>& rounds,
                     Pauses pauses)
    : piece_(std::move(piece)), rounds_(rounds), pauses_(pauses) {
    thread_ = std::thread([this] {
        let_others_go_before(kMostNice);
        work();
    });
}

SpareTime::~SpareTime() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void SpareTime::nudge() {
    {
        const std::lock_guard lock(mutex_);
        nudged_ = true;
    }
    wake_.notify_all();
}

// False when it closes.
bool SpareTime::wait_for_quiet(std::unique_lock<std::mutex>& lock) {
    const auto latest = std::chrono::steady_clock::now() + pauses_.longest;
    for (std::uint64_t before = rounds_;; before = rounds_) {
        if (wake_.wait_for(lock, pauses_.quiet, [this] { return closing_; })) return false;
        if (rounds_ == before || std::chrono::steady_clock::now() >= latest) return true;
    }
}

void SpareTime::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return closing_ || nudged_; });
        nudged_ = false;
        for (bool more = true; more;) {
            if (closing_ || !wait_for_quiet(lock)) return;
            lock.unlock();
            more = piece_();
            lock.lock();
        }
    }
}

}  // namespace roster::net
