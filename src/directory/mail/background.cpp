// SPDX-License-Identifier: Apache-2.0
#include "directory/mail/background.h"

namespace roster {

Background::~Background() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        deadline_ = std::chrono::steady_clock::now() + grace_;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool Background::run(Errand errand) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || waiting_.size() >= kMostWaiting) return false;
        waiting_.push_back(std::move(errand));
        if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
    }
    changed_.notify_all();
    return true;
}

void Background::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.empty() && !busy_; });
}

bool Background::hurries() const {
    const std::lock_guard lock(mutex_);
    return stopping_ && std::chrono::steady_clock::now() >= deadline_;
}

void Background::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        const bool late = stopping_ && std::chrono::steady_clock::now() >= deadline_;
        if (waiting_.empty() || late) return;
        const Errand errand = std::move(waiting_.front());
        waiting_.pop_front();
        busy_ = true;
        lock.unlock();
        errand([this] { return hurries(); });
        lock.lock();
        busy_ = false;
        changed_.notify_all();
    }
}

}  // namespace roster
