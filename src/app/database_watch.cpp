// SPDX-License-Identifier: Apache-2.0
#include "app/database_watch.h"

#include <fmt/core.h>

#include <condition_variable>
#include <mutex>

#include "app/data_dir.h"
#include "app/transport_security.h"

namespace roster {

DatabaseWatch::DatabaseWatch(Installation& installation) {
    const storage::Database& database = installation.database;
    try {
        database.add_own_tables();
        ready_ = true;
    } catch (const storage::ConnectionLost& lost) {
        if (database.turns_away())
            throw std::runtime_error(fmt::format(
                "The database turns Roster away: {}. Where it is and who may use it is in {}: "
                "dbhost, dbname, dbuser and dbpassword.",
                lost.what(), settings_file(installation.data_dir)));
        tell(installation, LogLevel::error,
             fmt::format("The database does not answer; until it does, calls are answered 503: {}",
                         lost.what()));
        waiting_ = std::jthread(
            [this, &installation](const std::stop_token& stop) { wait(stop, installation); });
    } catch (const storage::DatabaseError& error) {
        throw std::runtime_error(error.what());
    }
}

void DatabaseWatch::wait(const std::stop_token& stop, Installation& installation) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    std::string told;
    while (!stopped.wait_for(lock, stop, kPause, [&stop] { return stop.stop_requested(); })) {
        try {
            installation.database.add_own_tables();
            tell(installation, LogLevel::warning, "The database answers.");
            ready_.store(true, std::memory_order_release);
            return;
        } catch (const storage::ConnectionLost&) {
            // What was said when waiting began.
        } catch (const std::exception& error) {
            if (std::exchange(told, error.what()) != error.what())
                tell(installation, LogLevel::error,
                     fmt::format("The database answers and cannot be used: {}", error.what()));
        }
    }
}

}  // namespace roster
