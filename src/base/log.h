// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/json/value.h"

namespace roster {

enum class LogLevel { debug, info, warning, error, fatal };

// The request that a log line belongs to.
struct LogContext {
    std::string request_id{};
    std::string remote_address{};
    std::string user{};  // empty when nobody is logged in
    std::string method{};
    std::string url{};
    std::string user_agent{};
    std::string client_request_id{};
    std::string log_secret{};  // a client sends it to have everything logged; never written
};

// One event; `app` is empty when no app is in context.
struct LogEntry {
    LogLevel level = LogLevel::info;
    std::string app{};
    std::string message{};
    Array data{};  // beside `app`
    // The user at the time of the event; otherwise the request's.
    std::optional<std::string> user{};
    // Class, text and code of the exception; absent when the class is empty.
    std::string exception{};
    std::string exception_message{};
    std::int64_t exception_code = 0;
};

// Formats one line of nextcloud.log with its line feed (contract: the log, section 1). `now` is in
// Unix seconds.
std::string to_log_line(const LogEntry& entry, const LogContext& context, std::int64_t now);

// A log file: its path, its mode when created, and the size in bytes from which it is renamed to
// `<path>.1` before the next line (0: never).
struct LogFile {
    std::string path{};
    mode_t mode = 0640;
    std::int64_t rotate_size = 0;
};

// Appends lines to files. Creates a file again when it was renamed or removed. Other processes may
// append to the same files. Thread-safe.
class Log {
  public:
    Log() = default;
    ~Log();
    Log(const Log&) = delete;
    // A line that cannot be written is lost, so that the call continues.
    void write(const LogFile& file, const std::string& line);
    // Closes all files; the next line opens its file again.
    void reopen();

  private:
    int open_current(const LogFile& file);

    std::mutex mutex_;
    std::unordered_map<std::string, int> descriptors_;
};

}  // namespace roster
