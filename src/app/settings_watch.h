// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "directory/installation.h"

namespace roster {

// Throws std::runtime_error with a sentence for people when a setting is missing without which
// nobody can be served.
void check_can_serve(Installation& installation);

// Tells, in the log and on the terminal, when the settings of a server can no longer be read or
// lack what it cannot serve without, and when that is over. Looks at them now and then while it
// lives, so that it is told without a call.
class SettingsWatch {
  public:
    static constexpr std::chrono::milliseconds kPause{1000};

    explicit SettingsWatch(Installation& installation);
    ~SettingsWatch();
    SettingsWatch(const SettingsWatch&) = delete;

  private:
    void note(const Settings& settings, const std::string& trouble);

    Installation& installation_;
    bool unreadable_ = false;
    bool incomplete_ = false;
    std::jthread looking_{};
};

}  // namespace roster
