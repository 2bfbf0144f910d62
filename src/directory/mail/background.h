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

// Runs slow errands that no answer waits for, such as sending mail, one after another on a thread
// of its own, which starts with the first errand. Thread-safe.
class Background {
  public:
    // Told as a function that turns true when the errand should give up.
    using Hurry = std::function<bool()>;
    using Errand = std::function<void(const Hurry&)>;

    // What is still waiting when the program ends has `grace` to be done; the rest is dropped.
    explicit Background(std::chrono::milliseconds grace = std::chrono::seconds(5))
        : grace_(grace) {}
    ~Background();
    Background(const Background&) = delete;

    // False when too many wait already; the errand is not taken then. An errand must not throw.
    bool run(Errand errand);
    // Waits until nothing is left to do.
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
