// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace roster {

// Runs slow jobs that no response waits for, such as sending mail, one after another on its own
// thread, which starts with the first job. Thread-safe.
class Background {
  public:
    // Returns true when the job should give up.
    using Hurry = std::function<bool()>;
    using Errand = std::function<void(const Hurry&)>;

    // At exit, waiting jobs get `grace` to finish; the rest is dropped.
    explicit Background(std::chrono::milliseconds grace = std::chrono::seconds(5))
        : grace_(grace) {}
    ~Background();
    Background(const Background&) = delete;

    // Queues a job, which must not throw. False when kMostWaiting jobs are queued; the job is
    // dropped then.
    bool run(Errand errand);
    // Waits until all jobs are done.
    void wait();

    static constexpr std::size_t kMostWaiting = 10000;

  private:
    void work();
    bool hurries() const;

    const std::chrono::milliseconds grace_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Errand> waiting_;
    bool busy_ = false;
    bool stopping_ = false;
    std::chrono::steady_clock::time_point deadline_{};
    std::thread thread_;
};

}  // namespace roster
