// SPDX-License-Identifier: Apache-2.0
#include "app/housekeeping.h"

#include <doctest/doctest.h>

#include "app/data_dir.h"

using namespace roster;

TEST_CASE("what is of no use any more goes while the server runs") {
    const std::unique_ptr<Installation> installation = make_ephemeral();
    const auto db = installation->database.connect(true);
    db->change(
        "INSERT INTO oc_bruteforce_attempts (action, occurred, ip, subnet, metadata)"
        " VALUES ('login', 1, '10.0.0.1', '10.0.0.1/32', '')");
    const auto attempts = [&db] {
        return db->integer("SELECT COUNT(*) FROM oc_bruteforce_attempts");
    };
    REQUIRE(attempts() == 1);
    const Housekeeping housekeeping(*installation, std::chrono::milliseconds(0));
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (attempts() > 0 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    CHECK(attempts() == 0);
}
