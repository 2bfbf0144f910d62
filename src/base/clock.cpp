// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <ctime>

namespace roster {

namespace {

std::string format_utc(std::int64_t seconds, const char* format) {
    const std::time_t time = seconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[40];
    const std::size_t length = std::strftime(text, sizeof text, format, &parts);
    return {text, length};
}

}  // namespace

std::int64_t system_seconds() {
    return std::time(nullptr);
}

std::string to_datetime(std::int64_t seconds) {
    return format_utc(seconds, "%Y-%m-%d %H:%M:%S");
}

std::string to_iso8601(std::int64_t seconds) {
    return format_utc(seconds, "%Y-%m-%dT%H:%M:%S+00:00");
}

}  // namespace roster
