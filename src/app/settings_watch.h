// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "directory/installation.h"

namespace roster {

// Throws std::runtime_error with a sentence when a setting is missing without which no call can be
// served.
void check_can_serve(Installation& installation);

// Reports in the log and on the terminal when the settings become unreadable or incomplete, and
// when that ends. Checks them periodically while it lives, so that the report does not depend on
// calls.
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
