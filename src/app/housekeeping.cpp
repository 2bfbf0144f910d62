// SPDX-License-Identifier: Apache-2.0
#include "app/housekeeping.h"

#include <condition_variable>
#include <mutex>

#include "directory/cleanup.h"
#include "directory/log_lines.h"
#include "directory/transaction.h"

namespace roster {

namespace {

void clean_up_once(Installation& installation) {
    try {
        const std::unique_ptr<storage::Connection> db = installation.database.connect(true);
        Work work;
        Transaction tx(installation, *db, work);
        clean_up(tx);
        tx.commit();
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

}  // namespace

Housekeeping::Housekeeping(Installation& installation, std::chrono::milliseconds first)
    : thread_([&installation, first](const std::stop_token& stop) {
          std::mutex mutex;
          std::condition_variable_any stopped;
          std::unique_lock lock(mutex);
          for (auto pause = first;
               !stopped.wait_for(lock, stop, pause, [&stop] { return stop.stop_requested(); });
               pause = kPeriod)
              clean_up_once(installation);
      }) {}

}  // namespace roster
