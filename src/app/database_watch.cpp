// SPDX-License-Identifier: Apache-2.0
#include "app/database_watch.h"

#include <fmt/core.h>

#include <condition_variable>
#include <mutex>

#include "app/data_dir.h"
#include "app/transport_security.h"
#include "directory/readiness.h"

namespace roster {

namespace {

// Throws when retrying is useless; reports what may pass soon.
void try_writing(Installation& installation) {
    try {
        const auto db = installation.database.connect(true);
        CallMemo work;
        Transaction tx(installation, *db, work);
        try_to_write(tx);
        tx.commit();
    } catch (const storage::ConnectionLost&) {
        // The calls will wait for the database.
    } catch (const storage::DatabaseError& error) {
        if (error.trouble == storage::Trouble::read_only ||
            error.trouble == storage::Trouble::failing || error.trouble == storage::Trouble::none)
            throw std::runtime_error(with_advice(installation, error));
        tell(installation, LogLevel::error,
             fmt::format("The database takes no changes for now: {}", error.what()));
    }
}

}  // namespace

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
        return;
    } catch (const storage::DatabaseError& error) {
        throw std::runtime_error(with_advice(installation, error));
    }
    try_writing(installation);
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
            // Already reported when waiting began.
        } catch (const std::exception& error) {
            if (std::exchange(told, error.what()) != error.what())
                tell(installation, LogLevel::error,
                     fmt::format("The database answers and cannot be used: {}", error.what()));
        }
    }
}

}  // namespace roster
