// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/run.h"

using namespace roster;

TEST_CASE("tokens are deleted by a last use in Unix seconds, as a date, or with an offset") {
    World world;
    world.user("ben");
    for (const char* time : {"4102444800", "2100-01-01", "2100-01-01T01:00:00+01:00"}) {
        CAPTURE(time);
        REQUIRE(run(world, {"user:auth-tokens:add", "-n", "ben"}).status == 0);
        CHECK(run(world, {"user:auth-tokens:delete", "ben", "--last-used-before", "1"}).status ==
              0);
        CHECK(world.db->integer("SELECT COUNT(*) FROM oc_authtoken") == 1);
        CHECK(run(world, {"user:auth-tokens:delete", "ben", "--last-used-before", time}).status ==
              0);
        CHECK(world.db->integer("SELECT COUNT(*) FROM oc_authtoken") == 0);
    }
    for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                  {"nothing"},
                                                  {"1", "--last-used-before=1"},
                                                  {"--last-used-before=soon"}}) {
        std::vector<std::string> command{"user:auth-tokens:delete", "ben"};
        command.insert(command.end(), words.begin(), words.end());
        CHECK(run(world, command).status == 1);
    }
}

TEST_CASE("an account without tokens has no table of them") {
    World world;
    CHECK(run(world, {"user:auth-tokens:list", "admin"}).out.empty());
    CHECK(run(world, {"user:auth-tokens:list", "admin", "--output=json"}).out == "[]\n");
}
