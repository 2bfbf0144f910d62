// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/log.h"
#include "model/settings.h"

namespace roster {

// The app whose lines go to audit.log.
inline constexpr const char* kAuditApp = "admin_audit";

// Whether the settings want this line (`loglevel`, `log.condition` with its users, apps,
// shared_secret and matches).
bool is_wanted(const LogEntry& entry, const LogContext& context, const Settings& settings);

// The file that an app's lines go to, by the settings logfile, logfile_audit, logfilemode and
// log_rotate_size; relative paths and the usual names are in `folder`. Nowhere without a folder.
LogFile log_file(const std::string& app, const Settings& settings, const std::string& folder);

// Writes those of the entries that are wanted. `now` in Unix seconds.
void write_lines(Log& log, const std::string& folder, const Settings& settings,
                 const LogContext& context, std::span<const LogEntry> entries, std::int64_t now);

}  // namespace roster
