// SPDX-License-Identifier: Apache-2.0
#include "cli/transport/client.h"

#include <doctest/doctest.h>

#include "cli/run.h"

using namespace roster;

TEST_CASE("a command that meets a database without changes says so and fails") {
    World world;
    if (world.db->engine() != storage::Engine::sqlite) return;
    world.user("anna");
    world.db->run("PRAGMA query_only=1");
    const Around around{.environment = {{"OC_PASS", "Plum-Kettle-42"}}};
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"user:add", "--password-from-env", "ben"},
             {"user:disable", "anna"},
             {"group:add", "team"},
             {"config:system:set", "default_phone_region", "--value", "DE"},
             {"config:app:set", "core", "key", "--value", "1"},
             {"app:enable", "admin_audit"},
             {"user:setting", "anna", "settings", "email", "anna@example.org"}}) {
        CAPTURE(words.front());
        const Printed refused = run(world, words, around);
        CHECK(refused.status == 1);
        CHECK(refused.out.empty());
        CHECK(refused.err.find("The database can only be read.") != std::string::npos);
    }
    CHECK(run(world, {"user:list"}).out.find("anna") != std::string::npos);
}
