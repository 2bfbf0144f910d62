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

// Failed attempts that the database could not store; they count here until it can. When there are
// too many, the oldest are dropped. Thread-safe.
class UnstoredAttempts {
  public:
    struct Attempt {
        std::string address{}, subnet{}, action{};
        std::string metadata{};     // as it would be stored
        std::int64_t occurred = 0;  // Unix seconds
        std::uint64_t number = 0;   // set by add(); ascending
    };

    // Adds a failed attempt and numbers it.
    void add(Attempt attempt);
    // Those of a subnet later than `after`; all actions when `action` is empty.
    std::int64_t count(std::string_view subnet, std::string_view action, std::int64_t after) const;
    // All of them, the oldest first.
    std::vector<Attempt> list() const;
    bool any() const { return any_; }
    // Those with exactly this metadata.
    void forget(std::string_view subnet, std::string_view action, std::string_view metadata);
    // Those of an address.
    void forget_address(std::string_view address);
    // Those up to this number.
    void forget_until(std::uint64_t number);

  private:
    template <class Which>
    void forget_where(const Which& which);

    mutable std::mutex mutex_{};
    std::deque<Attempt> attempts_{};
    std::uint64_t last_number_ = 0;
    std::atomic<bool> any_{false};  // saves readers the mutex
};

}  // namespace roster
