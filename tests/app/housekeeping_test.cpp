// SPDX-License-Identifier: Apache-2.0
#include "app/housekeeping.h"

#include <doctest/doctest.h>

#include "app/data_dir.h"

using namespace roster;

namespace {

template <class Condition>
bool comes_true(const Condition& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return condition();
}

}  // namespace

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
    CHECK(comes_true([&] { return attempts() == 0; }));
}

TEST_CASE("guesses that could not be stored are stored when the database takes them again") {
    const std::unique_ptr<Installation> installation = make_ephemeral();
    const auto db = installation->database.connect(true);
    // For whoever writes, that is a database that takes no changes.
    db->run("ALTER TABLE oc_bruteforce_attempts RENAME TO away");
    UnstoredAttempts& unstored = installation->unstored_attempts;
    for (const char* action : {"login", "sudo"})
        unstored.add({.address = "192.0.2.7",
                      .subnet = "192.0.2.7/32",
                      .action = action,
                      .metadata = "[]",
                      .occurred = 1'800'000'000});
    const Housekeeping housekeeping(*installation);
    std::this_thread::sleep_for(Housekeeping::kLook + std::chrono::milliseconds(200));
    CHECK(unstored.list().size() == 2);
    db->run("ALTER TABLE away RENAME TO oc_bruteforce_attempts");
    CHECK(comes_true([&] { return !unstored.any(); }));
    CHECK(db->integer("SELECT COUNT(*) FROM oc_bruteforce_attempts WHERE ip = '192.0.2.7'"
                      " AND subnet = '192.0.2.7/32' AND metadata = '[]'"
                      " AND occurred = 1800000000") == 2);
}
