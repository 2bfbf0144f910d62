// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json/json.h"

namespace roster {

namespace {

constexpr std::string_view kVersion = "32.0.1.2";

std::string or_dashes(const std::string& text) {
    return text.empty() ? "--" : text;
}

// Whether `path` still names the open file.
bool leads_to(const char* path, int descriptor) {
    struct stat named {};
    struct stat open_file {};
    return stat(path, &named) == 0 && fstat(descriptor, &open_file) == 0 &&
           named.st_ino == open_file.st_ino && named.st_dev == open_file.st_dev;
}

bool is_full(int descriptor, std::int64_t rotate_size) {
    struct stat file {};
    return rotate_size > 0 && fstat(descriptor, &file) == 0 && file.st_size >= rotate_size;
}

// When several processes find the file full, only the first renames it.
void set_aside(const std::string& path, int descriptor) {
    flock(descriptor, LOCK_EX);
    if (leads_to(path.c_str(), descriptor)) (void)rename(path.c_str(), (path + ".1").c_str());
    flock(descriptor, LOCK_UN);
}

}  // namespace

std::string to_log_line(const LogEntry& entry, const LogContext& context, std::int64_t now) {
    Array line;
    line.set("reqId", context.request_id);
    line.set("level", static_cast<std::int64_t>(entry.level));
    line.set("time", to_iso8601(now));
    line.set("remoteAddr", context.remote_address);
    line.set("user", or_dashes(entry.user.value_or(context.user)));
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
    reopen();
}

int Log::open_current(const LogFile& file) {
    int& descriptor = descriptors_.try_emplace(file.path, -1).first->second;
    if (descriptor >= 0 && is_full(descriptor, file.rotate_size)) set_aside(file.path, descriptor);
    if (descriptor >= 0 && !leads_to(file.path.c_str(), descriptor)) {
        close(descriptor);
        descriptor = -1;
    }
    if (descriptor < 0) {
        descriptor = open(file.path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, file.mode);
        if (descriptor >= 0 && is_full(descriptor, file.rotate_size)) return open_current(file);
    }
    return descriptor;
}

void Log::write(const LogFile& file, const std::string& line) {
    const std::lock_guard lock(mutex_);
    if (file.path.empty()) return;
    const int descriptor = open_current(file);
    if (descriptor >= 0) (void)!::write(descriptor, line.data(), line.size());
}

void Log::reopen() {
    const std::lock_guard lock(mutex_);
    for (const auto& [path, descriptor] : descriptors_)
        if (descriptor >= 0) close(descriptor);
    descriptors_.clear();
}

}  // namespace roster
