// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace roster {

// Unix seconds; a function so that a test can move time.
using Clock = std::function<std::int64_t()>;

std::int64_t system_seconds();
// "2026-11-23 14:14:43" in UTC, as DATETIME columns hold it.
std::string to_datetime(std::int64_t seconds);
// "2026-11-23T14:14:43+00:00"
std::string to_iso8601(std::int64_t seconds);
// "Mon, 23 Nov 2026 14:14:43 GMT", as headers of HTTP have it. The locale of the process is C.
std::string to_http_date(std::int64_t seconds);
// The time (Unix seconds) that somebody means by 2026-11-23, 2026-11-23T14:14:43 or
// "2026-11-23 14:14:43" (UTC), 2026-11-23T14:14:43+01:00, by an age such as 90s, 30m, 12h or 7d
// before `now`, or by Unix seconds themselves.
std::optional<std::int64_t> parse_time(std::string_view text, std::int64_t now);

}  // namespace roster
