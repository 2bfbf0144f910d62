// SPDX-License-Identifier: Apache-2.0
#include "directory/call_counts.h"

namespace roster {

std::int64_t CallCounts::count(const std::string& caller, std::int64_t calls, std::int64_t seconds,
                               std::int64_t now) {
    const std::lock_guard lock(mutex_);
    if (spans_.size() >= kMost)
        std::erase_if(spans_, [now](const auto& entry) { return !entry.second.has(now); });
    if (spans_.size() >= kMost) spans_.clear();
    Span& span = spans_[caller];
    if (!span.has(now)) span = {.begin = now, .end = now + seconds};
    if (span.calls >= calls) return span.end - now;
    ++span.calls;
    return 0;
}

}  // namespace roster
