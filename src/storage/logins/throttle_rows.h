// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// A row of oc_bruteforce_attempts: one failed attempt.
struct Attempt {
    std::string_view action{};
    std::int64_t occurred = 0;  // Unix seconds
    std::string_view address{};
    std::string_view subnet{};
    std::string_view metadata{};  // compact JSON
};
void insert_attempt(Connection& db, const Attempt& attempt);
// The attempts of a subnet later than `after` (Unix seconds); all actions when `action` is empty.
struct CountedAttempts {
    std::int64_t count = 0;
    std::int64_t last = 0;  // time of the latest one
};
CountedAttempts count_attempts(Connection& db, std::string_view subnet, std::string_view action,
                               std::int64_t after);
// Attempts with a time after `limit` get the time `now` (Unix seconds).
void set_attempts_back(Connection& db, std::int64_t limit, std::int64_t now);
// Attempts with exactly this metadata.
bool has_attempts(Connection& db, std::string_view subnet, std::string_view action,
                  std::string_view metadata);
void delete_attempts(Connection& db, std::string_view subnet, std::string_view action,
                     std::string_view metadata);
// Deletes attempts at `time` (Unix seconds) or before.
void delete_attempts_until(Connection& db, std::int64_t time);
void delete_attempts_of_address(Connection& db, std::string_view address);
// Addresses and networks that are never throttled: app values bruteForce/whitelist_*.
std::vector<std::string> allow_listed_ranges(Connection& db);

// oc_ratelimit_entries; times are DATETIME texts in UTC.
// Deletes entries whose time is up.
void delete_rate_entries_until(Connection& db, std::string_view now);
// Entries count whose end is later than `after`, and not later than `until`.
struct RateWindow {
    std::string after{};
    std::string until{};
};
std::int64_t count_rate_entries(Connection& db, std::string_view hash, const RateWindow& window);
// Inserts a call that counts until `delete_after`.
void insert_rate_entry(Connection& db, std::string_view hash, std::string_view delete_after);

}  // namespace roster::storage
