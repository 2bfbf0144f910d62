// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/commands/commands.h"
#include "cli/run.h"

using namespace roster;

TEST_CASE("a raw list has a line for each command and nothing else") {
    World world;
    const std::string listed = run(world, {"list", "--raw", "user"}).out;
    CHECK(listed.find("user:auth-tokens:add      Add app password for the named account\n") !=
          std::string::npos);
    CHECK(listed.starts_with("user:add                  adds an account\n"));
    CHECK(listed.find("user:add-app-password") == std::string::npos);
    const std::string all = run(world, {"list", "--raw"}).out;
    CHECK(std::ranges::count(all, '\n') == std::ssize(cli::commands()));
}

TEST_CASE("an older name of a command works, and is listed beside it") {
    World world;
    const std::string listed = run(world, {"list", "user"}).out;
    CHECK(listed.find("  user:add-app-password    Add app password for the named account\n"
                      "  user:auth-tokens:add     [user:add-app-password] Add app password for the "
                      "named account\n") != std::string::npos);
    CHECK(run(world, {"user:add-app-password", "--help"})
              .out.find("  user:auth-tokens:add [options] [--] <user>\n"
                        "  user:add-app-password\n") != std::string::npos);
}

TEST_CASE("every help text names the data directory and where it is otherwise") {
    World world;
    const std::vector<std::vector<std::string>> helps = {
        {"list"}, {"help", "user:add"}, {"serve", "-h"}};
    for (const std::vector<std::string>& words : helps) {
        const std::string shown = run(world, words).out;
        CHECK(shown.find("  --data-dir=DIR  ") != std::string::npos);
        CHECK(shown.find("ROSTER_DATA_DIR") != std::string::npos);
        CHECK(shown.find("[default: \"data\"]") != std::string::npos);
    }
}
