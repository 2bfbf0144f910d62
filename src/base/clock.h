// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace roster {

// Returns Unix seconds. A function, so that tests can set the time.
using Clock = std::function<std::int64_t()>;

// The current time of the system in Unix seconds.
std::int64_t system_seconds();
// "2026-11-23 14:14:43" in UTC, as DATETIME columns hold it.
std::string to_datetime(std::int64_t seconds);
// "2026-11-23T14:14:43+00:00", in UTC.
std::string to_iso8601(std::int64_t seconds);
// "Mon, 23 Nov 2026 14:14:43 GMT", the form of HTTP headers. Expects the process to run in locale
// C.
std::string to_http_date(std::int64_t seconds);
// The Unix seconds of 2026-11-23, 2026-11-23T14:14:43 or "2026-11-23 14:14:43" (all UTC), of
// 2026-11-23T14:14:43+01:00, of an age before `now` such as 90s, 30m, 12h or 7d, or of Unix seconds
// themselves. Nothing for any other text.
std::optional<std::int64_t> parse_time(std::string_view text, std::int64_t now);

}  // namespace roster
