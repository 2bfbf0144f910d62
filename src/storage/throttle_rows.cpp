// SPDX-License-Identifier: Apache-2.0
#include "storage/throttle_rows.h"

namespace roster::storage {

void insert_attempt(Connection& db, const Attempt& attempt) {
    db.change(
        "INSERT INTO oc_bruteforce_attempts (action, occurred, ip, subnet, metadata)"
        " VALUES (?, ?, ?, ?, ?)",
        attempt.action, attempt.occurred, attempt.address, attempt.subnet, attempt.metadata);
}

std::int64_t count_attempts(Connection& db, std::string_view subnet, std::string_view action,
                            std::int64_t after) {
    if (action.empty())
        return db.integer(
            "SELECT COUNT(*) FROM oc_bruteforce_attempts WHERE subnet = ? AND occurred > ?", subnet,
            after);
    return db.integer(
        "SELECT COUNT(*) FROM oc_bruteforce_attempts"
        " WHERE subnet = ? AND action = ? AND occurred > ?",
        subnet, action, after);
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

std::int64_t count_rate_entries(Connection& db, std::string_view hash, std::string_view now) {
    return db.integer(
        "SELECT COUNT(*) FROM oc_ratelimit_entries WHERE hash = ? AND delete_after > ?", hash, now);
}

void insert_rate_entry(Connection& db, std::string_view hash, std::string_view delete_after) {
    db.change("INSERT INTO oc_ratelimit_entries (hash, delete_after) VALUES (?, ?)", hash,
              delete_after);
}

}  // namespace roster::storage
