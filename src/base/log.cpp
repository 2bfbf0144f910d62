// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"

namespace roster {

namespace {

constexpr mode_t kLogFileMode = 0640;
constexpr std::string_view kVersion = "32.0.1.2";

std::string or_dashes(const std::string& text) {
    return text.empty() ? "--" : text;
}

}  // namespace

std::string to_log_line(const LogEntry& entry, const LogContext& context, std::int64_t now) {
    Array line;
    line.set("reqId", context.request_id);
    line.set("level", static_cast<std::int64_t>(entry.level));
    line.set("time", to_iso8601(now));
    line.set("remoteAddr", context.remote_address);
    line.set("user", or_dashes(context.user));
    line.set("app", entry.app.empty() ? "no app in context" : entry.app);
    line.set("method", context.method);
    line.set("url", or_dashes(context.url));
    line.set("message", entry.message);
    line.set("userAgent", or_dashes(context.user_agent));
    line.set("version", kVersion);
    if (!context.client_request_id.empty()) line.set("clientReqId", context.client_request_id);
    if (!entry.exception.empty()) {
        Array thrown;
        thrown.set("Exception", entry.exception);
        thrown.set("Message", entry.exception_message);
        thrown.set("Code", entry.exception_code);
        thrown.set("Trace", Array{});
        thrown.set("File", "");
        thrown.set("Line", 0);
        thrown.set("message", entry.message);
        thrown.set("exception", Array{});
        thrown.set("CustomMessage", entry.message);
        line.set("exception", std::move(thrown));
    } else {
        Array data = entry.data;
        if (!entry.app.empty()) data.set("app", entry.app);
        line.set("data", std::move(data));
    }
    return to_log_json(Value(std::move(line))) + "\n";
}

Log::~Log() {
    if (descriptor_ >= 0) close(descriptor_);
}

Log::Log(Log&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

void Log::write(const std::string& line) {
    const std::lock_guard lock(mutex_);
    if (path_.empty()) return;
    if (descriptor_ < 0)
        descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kLogFileMode);
    // A log that cannot be written must not stop the call it tells about.
    if (descriptor_ >= 0) (void)!::write(descriptor_, line.data(), line.size());
}

void Log::reopen() {
    const std::lock_guard lock(mutex_);
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = -1;
}

}  // namespace roster
