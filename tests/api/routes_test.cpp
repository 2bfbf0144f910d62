// SPDX-License-Identifier: Apache-2.0
#include "api/routes.h"

#include <doctest/doctest.h>

#include "base/json/json.h"
#include "support/world.h"

using namespace roster;

namespace {

Response call(World& world, const Route& route, bool local) {
    Request request{.method = std::string(route.method),
                    .target = "/api/v1" + std::string(route.path),
                    .headers = {},
                    .body = {},
                    .remote_address = "127.0.0.1",
                    .secure = false,
                    .local = local};
    if (!local)
        request.headers = {{"Authorization", basic("admin", "Secret-admin")},
                           {"OCS-APIRequest", "true"},
                           {"Host", "localhost"}};
    return world.send(std::move(request));
}

}  // namespace

TEST_CASE("what is for the command line is not there over HTTP, not even for an administrator") {
    World world;
    for (const Route& route : api::routes()) {
        if (route.guard.role != Role::command_line) continue;
        CAPTURE(route.method);
        CAPTURE(route.path);
        const Response response = call(world, route, false);
        CHECK(response.status == 404);
        CHECK(response.body.find("not_found") != std::string::npos);
    }
}

TEST_CASE("a missing argument is named in the refusal") {
    World world;
    for (const Route& route : api::routes())
        if (route.method == "PUT") {
            CAPTURE(route.path);
            const Response response = call(world, route, true);
            const bool has_no_required_argument = route.path == "/two-factor-enforcement";
            CHECK(response.status == (has_no_required_argument ? 200 : 400));
            if (has_no_required_argument) continue;
            CHECK(response.body.find("\"code\":\"missing_argument\"") != std::string::npos);
            CHECK(response.body.find("\"field\":") != std::string::npos);
        }
}
