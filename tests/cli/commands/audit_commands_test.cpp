// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/run.h"

using namespace roster;

TEST_CASE("audit:list tells a change in a line, or all of it as JSON") {
    World world;
    world.now = 1'795'443'283;
    world.as("admin").post("/cloud/groups", {{"groupid", "team"}});
    world.as("admin").put("/cloud/groups/team", {{"key", "displayname"}, {"value", "The team"}});
    CHECK(
        run(world, {"audit:list", "--limit=1"}).out ==
        "2026-11-23T14:14:43+00:00 admin group.edit team displayname: \"team\" -> \"The team\"\n");
    CHECK(run(world, {"audit:list", "--limit=1", "--output=json"})
              .out.find(R"("action":"group.edit","subject":"team","field":"displayname")") !=
          std::string::npos);
    CHECK(run(world, {"audit:list", "--user=nobody"}).out.empty());
    CHECK(run(world, {"audit:list", "--since=2100-01-01"}).out.empty());
}

TEST_CASE("audit:list says how a time is written") {
    World world;
    const Printed printed = run(world, {"audit:list", "--since=yesterday"});
    CHECK(printed.status == 1);
    CHECK(printed.err.find("is no time; give one as 2026-11-23") != std::string::npos);
}

TEST_CASE("audit:list quotes a text, and shows JSON as it is") {
    World world;
    world.now = 1'795'443'283;
    run(world, {"config:system:set", "roster.hints", "--value=body"});
    CHECK(run(world, {"audit:list", "--limit=1"}).out ==
          "2026-11-23T14:14:43+00:00 command line setting.set roster.hints: \"\" -> \"body\"\n");
    CHECK(run(world, {"changes:list"}).out.ends_with(" setting.set roster.hints\n"));
    world.user("ben").user("sue");
    world.as("admin").put("/cloud/users/ben", {{"key", "manager"}, {"value", "sue"}});
    CHECK(run(world, {"audit:list", "--limit=1"}).out.ends_with("manager: \"\" -> [\"sue\"]\n"));
}

TEST_CASE("a number of the audit or the feed that is none is refused, and not taken for 0") {
    World world;
    for (const std::string option : {"--after=abc", "--after=12x", "--limit=many", "--limit=0"}) {
        CAPTURE(option);
        const Printed printed = run(world, {"changes:list", option});
        CHECK(printed.status == 1);
        CHECK(printed.out.empty());
        CHECK_FALSE(printed.err.empty());
    }
    CHECK(run(world, {"changes:list", "--after=abc"}).err.find("abc is no number of a change") !=
          std::string::npos);
    CHECK(run(world, {"audit:list", "--limit=many"}).err.find("many is no number of rows") !=
          std::string::npos);
    CHECK(run(world, {"audit:list", "--limit=-1"}).status == 1);
}

TEST_CASE("audit:verify counts the rows, and fails at the one that was changed") {
    World world;
    world.as("admin").post("/cloud/groups", {{"groupid", "team"}});
    const Printed good = run(world, {"audit:verify"});
    CHECK(good.status == 0);
    const std::string hash = good.out.substr(good.out.size() - 65, 64);
    CHECK(run(world, {"audit:verify", "--contains=" + hash}).status == 0);
    CHECK(run(world, {"audit:verify", "--contains=0"}).out ==
          "No row has that hash: rows were taken out at the end.\n");
    world.db->run("UPDATE roster_audit SET subject = 'other'");
    const Printed bad = run(world, {"audit:verify"});
    CHECK(bad.status == 1);
    CHECK(bad.out.find("cannot be trusted: it was changed.") != std::string::npos);
}

TEST_CASE("changes:list goes on after a number, and shows its changes as JSON") {
    World world;
    world.now = 1'795'443'283;
    world.as("admin").post("/cloud/groups", {{"groupid", "team"}});
    const std::string all = run(world, {"changes:list"}).out;
    const std::string line = "2026-11-23T14:14:43+00:00 group.create team: displayname\n";
    CHECK(all.ends_with(line));
    const std::size_t start = all.size() - line.size();
    const std::size_t line_start = all.rfind('\n', start - 1) + 1;
    const std::string number = all.substr(line_start, start - 1 - line_start);
    CHECK(run(world, {"changes:list", "--after=" + number}).out.empty());
    CHECK(run(world, {"changes:list", "--output=json"})
              .out.find(R"("subject":"team","fields":{"displayname":{"after":"team"}}})") !=
          std::string::npos);
    const Printed beyond = run(world, {"changes:list", "--after=4711"});
    CHECK(beyond.status == 1);
    CHECK(beyond.out.find("The last change has the number " + number) != std::string::npos);
    CHECK(beyond.out.find("then go on after " + number) != std::string::npos);
}

TEST_CASE("in the JSON of changes:list a map without members is {}") {
    World world;
    world.user("ben");
    world.as("admin").put("/cloud/users/ben", {{"key", "phone"}, {"value", "+497111234567"}});
    CHECK(run(world, {"changes:list", "--output=json"}).out.find(R"("fields":{"phone":{}})") !=
          std::string::npos);
    CHECK(run(world, {"changes:list", "--output=json_pretty"}).out.find(R"("phone": {})") !=
          std::string::npos);
    world.as("admin").remove("/cloud/users/ben");
    CHECK(run(world, {"changes:list", "--output=json"}).out.find(R"("fields":[])") ==
          std::string::npos);
}
