// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <thread>

#include "directory/installation.h"

namespace roster {

// Runs clean_up() now and then, on a thread and a connection of its own, while it lives. An
// accident is a line in the log, and the next round tries again. Looks more often whether failed
// guesses wait for the database to take changes again, and stores them.
class Housekeeping {
  public:
    static constexpr std::chrono::milliseconds kFirst = std::chrono::minutes(1);
    static constexpr std::chrono::milliseconds kPeriod = std::chrono::hours(1);
    static constexpr std::chrono::milliseconds kLook = std::chrono::seconds(1);

    explicit Housekeeping(Installation& installation, std::chrono::milliseconds first = kFirst);

  private:
    std::jthread thread_;
};

}  // namespace roster
