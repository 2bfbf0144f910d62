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

// The setting that tells when the tables were moved to another database.
inline constexpr const char* kMovedAt = "roster.moved_at";

// One installation: where its accounts and its settings are, and what its calls share.
struct Installation {
    storage::Database database;
    storage::SettingsFile settings;
    std::string data_dir{};
    std::string moved_at{};  // kMovedAt when the database was opened
    std::string log_dir{};   // of log files that are named without a folder; empty: no log
    Clock clock = system_seconds;
    Log log{};
    Terminal terminal{};
    std::atomic<std::int64_t> written_at{0};  // when the database was last seen to take a change
    VerifiedPasswords logins{};
    KeyPairs keys{};
    HashThreads hash_threads{};
    CallCounts call_counts{};
    UnstoredAttempts unstored_attempts{};
    // Counts what may have taken a login or its rights away, when it happens and when it is
    // durable: a call that has found out who calls, and goes on elsewhere, sees if that holds.
    std::atomic<std::uint64_t> login_changes{0};
    Mailer mailer{background, settings, log, log_dir, clock, terminal};
    Background background{};  // Ends first: what it still does then needs the others.
};

// Whether the tables have moved since this process opened their database: what it writes there now
// would be lost.
bool has_moved(const Installation& house, const Settings& settings);

}  // namespace roster
