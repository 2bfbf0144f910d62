// SPDX-License-Identifier: Apache-2.0
#include "storage/records/job_rows.h"

#include <doctest/doctest.h>

#include "storage/databases.h"

using namespace roster::storage;

TEST_CASE("a job waits once for each argument, and is set back when it is queued again") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        const std::int64_t before = fresh.db.integer("SELECT COUNT(*) FROM oc_jobs");
        queue_job(fresh.db, "OCA\\Some\\Job", "{\"a\":1}", 100);
        queue_job(fresh.db, "OCA\\Some\\Job", "{\"a\":2}", 100);
        fresh.db.change("UPDATE oc_jobs SET reserved_at = 150, last_run = 150");
        queue_job(fresh.db, "OCA\\Some\\Job", "{\"a\":1}", 200);
        CHECK(fresh.db.integer("SELECT COUNT(*) FROM oc_jobs") == before + 2);
        const auto to_texts = [](const Row& row) {
            return std::vector<std::string>{row.text(0), row.text(1), row.text(2), row.text(3),
                                            row.text(4)};
        };
        CHECK(fresh.db.all(to_texts,
                           "SELECT last_checked, last_run, reserved_at, time_sensitive,"
                           " argument_hash FROM oc_jobs WHERE class = ? ORDER BY id",
                           "OCA\\Some\\Job") ==
              std::vector<std::vector<std::string>>{
                  {"200", "0", "0", "1",
                   "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"},
                  {"100", "150", "150", "1",
                   "7e8059f495589fcd981232cc11d00b00da3802c01d688fa1cf1f6bed6e5bb33c"}});
    }
}
