// SPDX-License-Identifier: Apache-2.0
#include "storage/logins/throttle_rows.h"

namespace roster::storage {

void insert_attempt(Connection& db, const Attempt& attempt) {
    db.change(
        "INSERT INTO oc_bruteforce_attempts (action, occurred, ip, subnet, metadata)"
        " VALUES (?, ?, ?, ?, ?)",
        attempt.action, attempt.occurred, attempt.address, attempt.subnet, attempt.metadata);
}

CountedAttempts count_attempts(Connection& db, std::string_view subnet, std::string_view action,
                               std::int64_t after) {
    const auto to_count = [](const Row& row) {
        return CountedAttempts{.count = row.integer(0), .last = row.integer(1)};
    };
    if (action.empty())
        return db
            .one(to_count,
                 "SELECT COUNT(*), COALESCE(MAX(occurred), 0) FROM oc_bruteforce_attempts"
                 " WHERE subnet = ? AND occurred > ?",
                 subnet, after)
            .value_or(CountedAttempts{});
    return db
        .one(to_count,
             "SELECT COUNT(*), COALESCE(MAX(occurred), 0) FROM oc_bruteforce_attempts"
             " WHERE subnet = ? AND action = ? AND occurred > ?",
             subnet, action, after)
        .value_or(CountedAttempts{});  // An action that the engine cannot store has none.
}

void set_attempts_back(Connection& db, std::int64_t limit, std::int64_t now) {
    db.change("UPDATE oc_bruteforce_attempts SET occurred = ? WHERE occurred > ?", now, limit);
}

bool has_attempts(Connection& db, std::string_view subnet, std::string_view action,
                  std::string_view metadata) {
    return db.integer(
               "SELECT COUNT(*) FROM oc_bruteforce_attempts"
               " WHERE subnet = ? AND action = ? AND metadata = ?",
               subnet, action, metadata) > 0;
}

void delete_attempts(Connection& db, std::string_view subnet, std::string_view action,
                     std::string_view metadata) {
    db.change("DELETE FROM oc_bruteforce_attempts WHERE subnet = ? AND action = ? AND metadata = ?",
              subnet, action, metadata);
}

void delete_attempts_of_address(Connection& db, std::string_view address) {
    db.change("DELETE FROM oc_bruteforce_attempts WHERE ip = ?", address);
}

void delete_attempts_until(Connection& db, std::int64_t time) {
    db.change("DELETE FROM oc_bruteforce_attempts WHERE occurred <= ?", time);
}

std::vector<std::string> allow_listed_ranges(Connection& db) {
    return db.texts(
        "SELECT configvalue FROM oc_appconfig"
        " WHERE appid = 'bruteForce' AND configkey LIKE 'whitelist!_%' ESCAPE '!'");
}

void delete_rate_entries_until(Connection& db, std::string_view now) {
    db.change("DELETE FROM oc_ratelimit_entries WHERE delete_after <= ?", now);
}

std::int64_t count_rate_entries(Connection& db, std::string_view hash, const RateWindow& window) {
    return db.integer(
        "SELECT COUNT(*) FROM oc_ratelimit_entries"
        " WHERE hash = ? AND delete_after > ? AND delete_after <= ?",
        hash, window.after, window.until);
}

void insert_rate_entry(Connection& db, std::string_view hash, std::string_view delete_after) {
    db.change("INSERT INTO oc_ratelimit_entries (hash, delete_after) VALUES (?, ?)", hash,
              delete_after);
}

}  // namespace roster::storage
