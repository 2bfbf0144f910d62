// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <thread>

#include "directory/installation.h"

namespace roster {

// Runs clean_up() periodically, on its own thread and connection, while it lives. Logs an exception
// and tries again in the next round. Also checks every second whether failed password attempts wait
// in memory for a database that was not writable, and stores them.
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
