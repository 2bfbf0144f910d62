// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace roster {

// The failed guesses that the database could not store: they are counted here until it can. Of very
// many the first are forgotten. Thread-safe.
class UnstoredAttempts {
  public:
    struct Attempt {
        std::string address{}, subnet{}, action{};
        std::string metadata{};  // as the database would have it
        std::int64_t occurred = 0;
        std::uint64_t number = 0;  // set by add(); ascends
    };

    void add(Attempt attempt);
    // Those of a subnet later than `after`; an empty action counts all of them.
    std::int64_t count(std::string_view subnet, std::string_view action, std::int64_t after) const;
    // All of them, first come first.
    std::vector<Attempt> list() const;
    bool any() const { return any_; }
    // Those with exactly this metadata.
    void forget(std::string_view subnet, std::string_view action, std::string_view metadata);
    void forget_address(std::string_view address);
    // Those up to this one.
    void forget_until(std::uint64_t number);

  private:
    template <class Which>
    void forget_where(const Which& which);

    mutable std::mutex mutex_{};
    std::deque<Attempt> attempts_{};
    std::uint64_t last_number_ = 0;
    std::atomic<bool> any_{false};  // spares everybody else the mutex
};

}  // namespace roster
