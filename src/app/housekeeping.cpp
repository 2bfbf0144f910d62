// SPDX-License-Identifier: Apache-2.0
#include "app/housekeeping.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "directory/cleanup.h"
#include "directory/log_lines.h"
#include "directory/login/attempts.h"
#include "directory/transaction.h"

namespace roster {

namespace {

void change(Installation& installation, void (*make)(Transaction& tx)) {
    const std::unique_ptr<storage::Connection> db = installation.database.connect(true);
    CallMemo work;
    Transaction tx(installation, *db, work);
    make(tx);
    tx.commit();
    for (const auto& action : tx.take_actions())
        action();
}

void clean_up_once(Installation& installation) {
    try {
        change(installation, clean_up);
    } catch (const std::exception& accident) {
        const std::string text =
            std::string("Cleaning up failed and is tried again in an hour: ") + accident.what();
        const LogEntry entry{.level = LogLevel::error,
                             .message = text,
                             .exception = "Exception",
                             .exception_message = accident.what()};
        write_lines(installation.log, installation.log_dir, *installation.settings.current(), {},
                    {&entry, 1}, installation.clock());
    }
}

// The command line, which may reset them, runs in another process: it sees only what is stored.
void store_attempts(Installation& installation) {
    if (!installation.unstored_attempts.any()) return;
    try {
        change(installation, store_unstored_attempts);
    } catch (const std::exception&) {
        // The call that could not store the attempt has reported why.
    }
}

}  // namespace

Housekeeping::Housekeeping(Installation& installation, std::chrono::milliseconds first)
    : thread_([&installation, first](const std::stop_token& stop) {
          std::mutex mutex;
          std::condition_variable_any stopped;
          std::unique_lock lock(mutex);
          using Clock = std::chrono::steady_clock;
          for (auto due = Clock::now() + first;
               !stopped.wait_until(lock, stop, std::min(due, Clock::now() + kLook),
                                   [&stop] { return stop.stop_requested(); });) {
              store_attempts(installation);
              if (Clock::now() < due) continue;
              clean_up_once(installation);
              due = Clock::now() + kPeriod;
          }
      }) {}

}  // namespace roster
