// SPDX-License-Identifier: Apache-2.0
#include "service/caller_hints.h"

#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

TEST_CASE("an untrusted host is told the command that adds it, and loses no other") {
    World world;
    const auto said = [&world](const std::string& host) {
        const Response response = world.send(
            {.method = "GET", .target = "/ocs/v2.php/cloud/users", .headers = {{"Host", host}}});
        CHECK(response.status == 400);
        return std::string(response.find_header("Roster-Hint").value_or(""));
    };
    Array names;
    names.push("localhost");
    names.push("127.0.0.1");
    world.set("trusted_domains", names);
    CHECK(said("cloud.example.org:8080")
              .find("roster --data-dir DIR config:system:set "
                    "trusted_domains 2 --value 'cloud.example.org'") != std::string::npos);
    CHECK(said("[fe80::1]").find("trusted_domains 2 --value '[fe80::1]'") != std::string::npos);
    CHECK(said("a b").find("no host name") != std::string::npos);
    names.erase("0");
    world.set("trusted_domains", names);
    CHECK(said("cloud.example.org").find("trusted_domains 2 --value") != std::string::npos);
    world.set("trusted_domains", Array{});
    CHECK(said("cloud.example.org").find("trusted_domains 0 --value") != std::string::npos);
    world.set("trusted_domains", "one.example.org");
    CHECK(said("cloud.example.org").find("trusted_domains") != std::string::npos);
    CHECK(said("").find("--value NAME") != std::string::npos);
}
