// SPDX-License-Identifier: Apache-2.0
#include "storage/job_rows.h"

#include <doctest/doctest.h>

#include "storage/database.h"

using namespace roster::storage;

TEST_CASE("a job waits once for each argument, and is set back when it is queued again") {
    const Database database = Database::memory();
    database.install(0);
    const auto db = database.connect(true);
    const std::int64_t before = db->integer("SELECT COUNT(*) FROM oc_jobs");
    queue_job(*db, "OCA\\Some\\Job", "{\"a\":1}", 100);
    queue_job(*db, "OCA\\Some\\Job", "{\"a\":2}", 100);
    db->change("UPDATE oc_jobs SET reserved_at = 150, last_run = 150");
    queue_job(*db, "OCA\\Some\\Job", "{\"a\":1}", 200);
    CHECK(db->integer("SELECT COUNT(*) FROM oc_jobs") == before + 2);
    CHECK(db->texts("SELECT last_checked || ' ' || last_run || ' ' || reserved_at"
                    " || ' ' || time_sensitive || ' ' || argument_hash FROM oc_jobs"
                    " WHERE class = ? ORDER BY id",
                    "OCA\\Some\\Job") ==
          std::vector<std::string>{
              "200 0 0 1 015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",
              "100 150 150 1 7e8059f495589fcd981232cc11d00b00da3802c01d688fa1cf1f6bed6e5bb33c"});
}
