// SPDX-License-Identifier: Apache-2.0
#include "storage/job_rows.h"

#include "base/crypto.h"

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

}  // namespace roster::storage
