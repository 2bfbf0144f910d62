// SPDX-License-Identifier: Apache-2.0
#include "base/terminal.h"

#include <fmt/core.h>

#include <cstdio>

namespace roster {

bool Terminal::say(std::string_view line, std::int64_t now) {
    constexpr std::int64_t kPauseSeconds = 5;
    if (!open_) return false;
    const std::lock_guard lock(mutex_);
    // A clock that was set back must not silence it.
    if (now < next_ && now >= next_ - kPauseSeconds) return false;
    next_ = now + kPauseSeconds;
    fmt::print(stderr, "{}\n", line);
    return true;
}

}  // namespace roster
