// SPDX-License-Identifier: Apache-2.0
#include "native/health.h"

#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

namespace {

Response ask(House& house, Connection& db, const std::string& path) {
    return answer_at_once(house, db, Request{.method = "GET", .target = path, .headers = {}});
}

}  // namespace

TEST_CASE("whoever asks is told that the process and its database answer") {
    World world;
    CHECK(ask(world.house, *world.db, "/health/live").body == "{\"status\":\"live\"}");
    CHECK(ask(world.house, *world.db, "/health/ready").body == "{\"status\":\"ready\"}");
    CHECK(ask(world.house, *world.db, "/health/other").status == 404);
}

TEST_CASE("a process that answers is live whatever its database does, but then not ready") {
    storage::Database nowhere(
        {.engine = storage::Engine::postgres, .hosts = {{.socket = "/nowhere"}}, .name = "x"});
    World world;
    const auto db = nowhere.connect(true);
    CHECK(ask(world.house, *db, "/health/live").status == 200);
    const Response ready = ask(world.house, *db, "/health/ready");
    CHECK(ready.status == 503);
    REQUIRE(ready.find_header("Retry-After"));
    CHECK(*ready.find_header("Retry-After") == "1");
    CHECK(ready.body.find("does not answer") != std::string::npos);
}
