// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/run.h"

using namespace roster;

TEST_CASE(
    "the password of a database is asked for where the environment has none, not an empty one") {
    World world;
    const std::vector<std::string> convert{"db:convert-type", "pgsql", "user", "host", "name"};
    const auto password = [&](const Around& around) {
        return run(world, convert, around).database_password;
    };
    CHECK(password({.environment = {{"OC_DATABASE_PASS", "Plum"}}}) == "Plum");
    CHECK(password({.environment = {{"OC_DATABASE_PASS", ""}}}) == "");
    CHECK(password({.lines = {"typed"}}) == "typed");
    const Printed none = run(world, convert);
    CHECK(none.status == 1);
    CHECK(none.database_password == "none was used");
}
