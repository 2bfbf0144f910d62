// SPDX-License-Identifier: Apache-2.0
#include "directory/login/unstored_attempts.h"

#include <algorithm>

namespace roster {

void UnstoredAttempts::add(Attempt attempt) {
    constexpr std::size_t kMost = 10'000;
    const std::lock_guard lock(mutex_);
    attempt.number = ++last_number_;
    attempts_.push_back(std::move(attempt));
    if (attempts_.size() > kMost) attempts_.pop_front();
    any_ = true;
}

std::int64_t UnstoredAttempts::count(std::string_view subnet, std::string_view action,
                                     std::int64_t after) const {
    if (!any_) return 0;
    const std::lock_guard lock(mutex_);
    return std::ranges::count_if(attempts_, [&](const Attempt& attempt) {
        return attempt.subnet == subnet && (action.empty() || attempt.action == action) &&
               attempt.occurred > after;
    });
}

std::vector<UnstoredAttempts::Attempt> UnstoredAttempts::list() const {
    const std::lock_guard lock(mutex_);
    return {attempts_.begin(), attempts_.end()};
}

template <class Which>
void UnstoredAttempts::forget_where(const Which& which) {
    if (!any_) return;
    const std::lock_guard lock(mutex_);
    std::erase_if(attempts_, which);
    any_ = !attempts_.empty();
}

void UnstoredAttempts::forget(std::string_view subnet, std::string_view action,
                              std::string_view metadata) {
    forget_where([&](const Attempt& attempt) {
        return attempt.subnet == subnet && attempt.action == action && attempt.metadata == metadata;
    });
}

void UnstoredAttempts::forget_address(std::string_view address) {
    forget_where([&](const Attempt& attempt) { return attempt.address == address; });
}

void UnstoredAttempts::forget_until(std::uint64_t number) {
    forget_where([&](const Attempt& attempt) { return attempt.number <= number; });
}

}  // namespace roster
