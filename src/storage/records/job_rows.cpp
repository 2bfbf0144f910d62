// SPDX-License-Identifier: Apache-2.0
#include "storage/records/job_rows.h"

#include <set>

#include "base/crypto/crypto.h"
#include "storage/engine/many_rows.h"

namespace roster::storage {

void queue_job(Connection& db, std::string_view job_class, std::string_view argument,
               std::int64_t now) {
    const std::string hash = sha256_hex(argument);
    if (db.change("UPDATE oc_jobs SET reserved_at = 0, last_run = 0, last_checked = ?"
                  " WHERE class = ? AND argument_hash = ?",
                  now, job_class, hash) > 0)
        return;
    db.change(
        "INSERT INTO oc_jobs"
        " (class, argument, last_run, last_checked, reserved_at, execution_duration,"
        " argument_hash, time_sensitive)"
        " VALUES (?, ?, 0, ?, 0, 0, ?, 1)",
        job_class, argument, now, hash);
}

void queue_jobs(Connection& db, std::span<const Job> jobs, std::int64_t now) {
    struct Row {
        std::string_view job_class{}, argument{};
        std::string hash{};
    };
    std::vector<Row> rows;
    std::set<std::pair<std::string_view, std::string>> known;
    for (const Job& job : jobs) {
        std::string hash = sha256_hex(job.argument);
        if (known.emplace(job.job_class, hash).second)
            rows.push_back({job.job_class, job.argument, std::move(hash)});
    }
    const std::int64_t inserted = change_many<
        "INSERT INTO oc_jobs (class, argument, last_run, last_checked, reserved_at,"
        " execution_duration, argument_hash, time_sensitive)"
        " [SELECT ?, ?, 0, CAST(? AS INTEGER), 0, 0, ?, 1 WHERE NOT EXISTS"
        " (SELECT 1 FROM oc_jobs WHERE class = ? AND argument_hash = ?)| UNION ALL ]">(
        db, rows, [now](const Row& row) {
            return std::tuple(row.job_class, row.argument, now, std::string_view(row.hash),
                              row.job_class, std::string_view(row.hash));
        });
    if (inserted == static_cast<std::int64_t>(rows.size())) return;
    // Jobs that were queued before are reset; those that were just queued stay as they are.
    change_many<
        "UPDATE oc_jobs SET reserved_at = 0, last_run = 0,"
        " last_checked = CASE [WHEN class = ? AND argument_hash = ? THEN ?| ] ELSE last_checked END"
        " WHERE [(class = ? AND argument_hash = ?)| OR ]">(
        db, rows,
        [now](const Row& row) {
            return std::tuple(row.job_class, std::string_view(row.hash), now);
        },
        [](const Row& row) { return std::tuple(row.job_class, std::string_view(row.hash)); });
}

}  // namespace roster::storage
