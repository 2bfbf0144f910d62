// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/run.h"

using namespace roster;

namespace {

Printed set(World& world, std::vector<std::string> options, std::vector<std::string> lines = {}) {
    options.insert(options.begin(), {"config:app:set", "x", "k"});
    return run(world, std::move(options), {.lines = std::move(lines)});
}

std::string details(World& world) {
    return run(world, {"config:app:get", "x", "k", "--details", "--output=json"}).out;
}

const std::string kFirst =
    R"({"app":"x","key":"k","value":"1","type":"mixed","lazy":false,"sensitive":false})"
    "\n";

}  // namespace

TEST_CASE("how a stored value is kept is not changed unless somebody says yes") {
    for (const char* option : {"--type=integer", "--lazy", "--sensitive"}) {
        CAPTURE(option);
        World world;
        REQUIRE(set(world, {"--value=1"}).status == 0);
        for (const std::vector<std::string>& words :
             {std::vector<std::string>{option}, {option, "--value=2"}}) {
            const Printed ended = set(world, words);
            CHECK(ended.status == 1);
            CHECK(ended.out.starts_with("You are about to set config value x/k as "));
            CHECK(ended.err.find("Aborted.") != std::string::npos);
            CHECK(details(world) == kFirst);
        }
        const Printed declined = set(world, {option}, {"no"});
        CHECK(declined.status == 0);
        CHECK(declined.out.ends_with("cancelled\n\nConfig value were not updated\n"));
        CHECK(details(world) == kFirst);
        const Printed confirmed = set(world, {option}, {"YES"});
        CHECK(confirmed.status == 0);
        CHECK(confirmed.out.find("done\n\nConfig value 'k' for app 'x' is now set to") !=
              std::string::npos);
        CHECK(details(world) != kFirst);
    }
}

TEST_CASE("a value that is set goes on as it was kept where nobody confirms another way") {
    World world;
    set(world, {"--value=1"});
    CHECK(
        set(world, {"--value=2", "--type=integer", "--sensitive"}, {"no", "no"})
            .out.ends_with(
                "Config value 'k' for app 'x' is now set to '2', stored as mixed in fast cache\n"));
    CHECK(set(world, {"--value=3", "--type=integer", "--lazy"}, {"yes", "no"})
              .out.ends_with("Config value 'k' for app 'x' is now set to '3', stored as integer in "
                             "fast cache\n"));
}

TEST_CASE("nobody is asked for what changes nothing, for new values, or with --no-interaction") {
    World world;
    CHECK(set(world, {"--value=1", "--type=integer", "--lazy", "--sensitive"}).status == 0);
    CHECK(set(world, {"--value=2", "--type=integer", "--lazy", "--sensitive"}).status == 0);
    CHECK(set(world, {"--value=3", "--type=string", "--no-lazy", "-n"}).out ==
          "Config value 'k' for app 'x' is now set to '<sensitive>', stored as string in fast "
          "cache\n");
    CHECK(set(world, {"--type=nonsense", "-n"}).out == "Unknown type: nonsense\n");
    const Printed missing =
        run(world, {"config:app:set", "x", "new", "--value=1", "--update-only"});
    CHECK(missing.status == 1);
    CHECK(missing.out ==
          "Config value new for app x not updated, as it has not been set before.\n");
}

TEST_CASE("config:list names an app that has no values") {
    World world;
    CHECK(run(world, {"config:list", "unknown", "--output=json"}).out ==
          "{\"apps\":{\"unknown\":[]}}\n");
}

TEST_CASE("a system setting that is null is empty, and missing inside another") {
    World world;
    run(world, {"config:system:set", "nothing", "--type=null"});
    run(world, {"config:system:set", "map", "a", "--type=null"});
    CHECK(run(world, {"config:system:get", "nothing"}).out == "\n");
    CHECK(run(world, {"config:system:get", "nothing", "--output=json"}).out == "\"\"\n");
    CHECK(run(world, {"config:system:get", "map", "a"}).status == 1);
    CHECK(run(world, {"config:system:get", "map", "a", "--default-value=d"}).out == "d\n");
}
