// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/terminal.h"
#include "directory/call_counts.h"
#include "directory/login/unstored_attempts.h"
#include "directory/mail/background.h"
#include "directory/mail/mail.h"
#include "directory/passwords/hash_threads.h"
#include "directory/passwords/key_pairs.h"
#include "directory/passwords/verified_passwords.h"
#include "storage/database.h"
#include "storage/settings_file.h"

namespace roster {

// The setting with the time at which the tables were moved to another database.
inline constexpr const char* kMovedAt = "roster.moved_at";

// One installation: its database, its settings, and what its calls share.
struct Installation {
    storage::Database database;
    storage::SettingsFile settings;
    std::string data_dir{};
    std::string moved_at{};  // kMovedAt at the time when the database was opened
    std::string log_dir{};   // folder for log files that are named without one; empty: no log
    Clock clock = system_seconds;
    Log log{};
    Terminal terminal{};
    std::atomic<std::int64_t> written_at{0};  // when a write to the database last succeeded
    VerifiedPasswords logins{};
    KeyPairs keys{};
    HashThreads hash_threads{};
    CallCounts call_counts{};
    UnstoredAttempts unstored_attempts{};
    // Incremented when something may have revoked a login or a role, once when it happens and once
    // when it is durable. So a later attempt of a call can see whether its authentication still
    // holds.
    std::atomic<std::uint64_t> login_changes{0};
    Mailer mailer{background, settings, log, log_dir, clock, terminal};
    Background background{};  // Destroyed first: its remaining jobs need the others.
};

// Whether the tables have moved since this process opened the database: what it writes there now
// would be lost.
bool has_moved(const Installation& house, const Settings& settings);

}  // namespace roster
