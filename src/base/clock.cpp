// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <charconv>
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

std::optional<std::int64_t> parse_age(std::string_view text) {
    constexpr std::int64_t kMinute = 60, kHour = 3600, kDay = 86400;
    constexpr std::int64_t kMost = 1'000'000;
    if (text.empty()) return std::nullopt;
    std::int64_t count = 0;
    const char* end = text.data() + text.size() - 1;
    const auto [stop, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc() || stop != end || count < 0 || count > kMost) return std::nullopt;
    switch (text.back()) {
        case 's':
            return count;
        case 'm':
            return count * kMinute;
        case 'h':
            return count * kHour;
        case 'd':
            return count * kDay;
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<std::int64_t> parse_time(std::string_view text, std::int64_t now) {
    if (const std::optional<std::int64_t> age = parse_age(text)) return now - *age;
    std::int64_t seconds = 0;
    const auto [end_of_number, error] =
        std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc() && end_of_number == text.data() + text.size()) return seconds;
    const std::string copy(text);
    for (const char* format :
         {"%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"}) {
        std::tm parts{};
        const char* end = strptime(copy.c_str(), format, &parts);
        const std::int64_t offset = parts.tm_gmtoff;
        if (end && *end == '\0') return timegm(&parts) - offset;
    }
    return std::nullopt;
}

std::int64_t system_seconds() {
    return std::time(nullptr);
}

std::string to_datetime(std::int64_t seconds) {
    return format_utc(seconds, "%Y-%m-%d %H:%M:%S");
}

std::string to_iso8601(std::int64_t seconds) {
    return format_utc(seconds, "%Y-%m-%dT%H:%M:%S+00:00");
}

std::string to_http_date(std::int64_t seconds) {
    return format_utc(seconds, "%a, %d %b %Y %H:%M:%S GMT");
}

}  // namespace roster
