// SPDX-License-Identifier: Apache-2.0
#include "directory/unstored_attempts.h"

#include <algorithm>

namespace roster {

void UnstoredAttempts::add(Attempt attempt) {
    constexpr std::size_t kMost = 10'000;
    const std::lock_guard lock(mutex_);
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

void UnstoredAttempts::forget(std::string_view subnet, std::string_view action,
                              std::string_view metadata) {
    if (!any_) return;
    const std::lock_guard lock(mutex_);
    std::erase_if(attempts_, [&](const Attempt& attempt) {
        return attempt.subnet == subnet && attempt.action == action && attempt.metadata == metadata;
    });
    any_ = !attempts_.empty();
}

}  // namespace roster
