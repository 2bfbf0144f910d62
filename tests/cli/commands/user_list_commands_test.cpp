// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/json/json.h"
#include "cli/run.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/user_rows.h"

using namespace roster;

TEST_CASE("more users than are read at once are all listed, each with its own details") {
    World world;
    constexpr int kPeople = 1'003;
    world.db->open_call();
    for (int i = 0; i < kPeople; ++i) {
        const std::string uid = fmt::format("user{:04}", i);
        storage::insert_user(*world.db, uid, uid, "");
        storage::set_preference(*world.db, uid, "settings", "email", uid + "@example.org");
    }
    world.db->close_call(true);
    const Printed printed = run(world, {"user:list", "--info", "--limit=5000", "--output=json"});
    const std::optional<Value> shown = parse_json(printed.out);
    REQUIRE(shown);
    const Array& users = *shown->array();
    CHECK(users.size() == kPeople + 1);
    for (const auto& [uid, details] : users)
        if (uid != "admin") CHECK(*details.array()->find("email") == Value(uid + "@example.org"));
    CHECK(
        parse_json(run(world, {"user:list", "--limit=-1", "--output=json"}).out)->array()->size() ==
        kPeople + 1);
}

TEST_CASE("a part of the list of users that cannot be is refused, and not shown as some users") {
    World world;
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"user:list", "--offset=-1"}, {"user:list", "--disabled", "--limit=-1"}}) {
        const Printed refused = run(world, words);
        CHECK(refused.status == 1);
        CHECK((refused.out + refused.err).find("is below 0") != std::string::npos);
    }
}
