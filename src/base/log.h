// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "base/value.h"

namespace roster {

enum class LogLevel { debug, info, warning, error, fatal };

// The request that a line belongs to.
struct LogContext {
    std::string request_id{};
    std::string remote_address{};
    std::string user{};  // empty when nobody
    std::string method{};
    std::string url{};
    std::string user_agent{};
    std::string client_request_id{};
};

// One event; `app` is empty when no app is in context.
struct LogEntry {
    LogLevel level = LogLevel::info;
    std::string app{};
    std::string message{};
    Array data{};  // beside `app`
    // Class, text and code of what was thrown; absent when the class is empty.
    std::string exception{};
    std::string exception_message{};
    std::int64_t exception_code = 0;
};

// One line of nextcloud.log with its line feed (contract: the log, section 1).
std::string to_log_line(const LogEntry& entry, const LogContext& context, std::int64_t now);

// Appends lines to a file; without a path nothing is written. Thread-safe.
class Log {
  public:
    Log() = default;
    explicit Log(std::string path) : path_(std::move(path)) {}
    ~Log();
    Log(Log&& other) noexcept;
    void write(const std::string& line);
    // Opens the file anew at the next line, after it has been renamed.
    void reopen();

  private:
    std::string path_;
    std::mutex mutex_;
    int descriptor_ = -1;
};

}  // namespace roster
