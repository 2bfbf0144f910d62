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

// Whether the settings ask for this line (`loglevel`, `log.condition` with its users, apps,
// shared_secret and matches).
bool is_wanted(const LogEntry& entry, const LogContext& context, const Settings& settings);

// The file for an app's lines, by the settings logfile, logfile_audit, logfilemode and
// log_rotate_size. Relative paths and default names are in `folder`. No file when `folder` is
// empty.
LogFile log_file(const std::string& app, const Settings& settings, const std::string& folder);

// Writes the entries that is_wanted() accepts. `now` in Unix seconds.
void write_lines(Log& log, const std::string& folder, const Settings& settings,
                 const LogContext& context, std::span<const LogEntry> entries, std::int64_t now);

}  // namespace roster
