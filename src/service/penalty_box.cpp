// SPDX-License-Identifier: Apache-2.0
#include "service/penalty_box.h"

namespace roster {

namespace {
constexpr std::int64_t kGenerationSeconds = 10;
constexpr std::size_t kMostOfAGeneration = 10'000;
}  // namespace

void PenaltyBox::note(const std::string& network, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    age(now);
    young_.insert(network);
    any_ = true;
}

bool PenaltyBox::has(const std::string& network, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    age(now);
    return young_.contains(network) || old_.contains(network);
}

void PenaltyBox::age(std::int64_t now) {
    if (now < young_since_) young_since_ = now;  // The clock was set back.
    if (now < young_since_ + kGenerationSeconds && young_.size() < kMostOfAGeneration) return;
    old_.clear();
    if (now < young_since_ + 2 * kGenerationSeconds) old_.swap(young_);
    young_.clear();
    young_since_ = now;
    any_ = !old_.empty();
}

}  // namespace roster
