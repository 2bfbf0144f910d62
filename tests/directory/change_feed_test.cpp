// SPDX-License-Identifier: Apache-2.0
#include "directory/change_feed.h"

#include <doctest/doctest.h>

#include "directory/audit.h"
#include "directory/cleanup.h"
#include "support/world.h"

using namespace roster;

namespace {

template <class Use>
auto within(World& world, Use use) {
    CallMemo work;
    Transaction tx(world.house_installation, *world.db, work);
    auto result = use(tx);
    tx.commit();
    return result;
}

FeedPage feed(World& world, std::int64_t after = 0, std::int64_t limit = 100) {
    return within(world, [&](Transaction& tx) { return read_feed(tx, after, limit).value(); });
}

}  // namespace

TEST_CASE("a change stands in the feed under the same name as in the audit, with its fields") {
    World world;
    world.as("admin").post("/cloud/users", {{"userid", "ed"}, {"password", "Plum-Kettle-42"}});
    const std::int64_t before = feed(world).next;
    world.as("admin").put("/cloud/users/ed", {{"key", "email"}, {"value", "ed@example.org"}});
    world.as("admin").put("/cloud/users/ed", {{"key", "phone"}, {"value", "+4971125242890"}});
    world.as("admin").put("/cloud/users/ed", {{"key", "password"}, {"value", "Other-Kettle-43"}});
    const FeedPage page = feed(world, before);
    REQUIRE(page.entries.size() == 3);
    for (const FeedEntry& entry : page.entries) {
        CHECK(entry.kind == "user.edit");
        CHECK(entry.subject_kind == "user");
        CHECK(entry.subject == "ed");
        CHECK(entry.occurred == world.now);
    }
    CHECK(page.entries[0].fields.find(R"("after":"ed@example.org")") != std::string::npos);
    CHECK(page.entries[1].fields == R"({"phone":{}})");
    CHECK(page.entries[2].fields == R"({"password":{}})");
    CHECK(feed(world, page.next).entries.empty());
}

TEST_CASE("a refused change is not in the feed") {
    World world;
    const std::int64_t before = feed(world).next;
    world.as("admin").post("/cloud/users", {{"userid", "x"}, {"password", "short"}});
    CHECK(feed(world, before).entries.empty());
}

TEST_CASE("of a deleted user the feed keeps the uid alone") {
    World world;
    world.as("admin").post("/cloud/users", {{"userid", "ed"}, {"password", "Plum-Kettle-42"}});
    world.as("admin").put("/cloud/users/ed", {{"key", "email"}, {"value", "ed@example.org"}});
    world.as("admin").remove("/cloud/users/ed");
    for (const FeedEntry& entry : feed(world).entries) {
        CAPTURE(entry.kind);
        if (entry.subject == "ed") CHECK(entry.fields == "{}");
    }
}

TEST_CASE("a page ends at its limit, and the next one goes on behind it") {
    World world;
    const std::int64_t before = feed(world).next;
    for (const char* gid : {"one", "two", "three"})
        world.as("admin").post("/cloud/groups", {{"groupid", gid}});
    const FeedPage first = feed(world, before, 2);
    REQUIRE(first.entries.size() == 2);
    CHECK(first.entries.back().subject == "two");
    const FeedPage second = feed(world, first.next, 2);
    REQUIRE(second.entries.size() == 1);
    CHECK(second.entries.front().subject == "three");
}

TEST_CASE("who has missed entries that were removed is told so, and where to go on") {
    World world;
    world.house_installation.settings.set({kFeedRetention}, std::int64_t{100});
    world.as("admin").post("/cloud/groups", {{"groupid", "one"}});
    const std::int64_t seen = feed(world).next;
    world.as("admin").post("/cloud/groups", {{"groupid", "two"}});
    world.as("admin").post("/cloud/groups", {{"groupid", "three"}});
    const std::int64_t last = feed(world).next;
    world.now += 101;
    within(world, [](Transaction& tx) { return clean_up(tx), 0; });
    const auto refused =
        within(world, [&](Transaction& tx) { return read_feed(tx, seen, 100).error(); });
    CHECK(refused.code == Errc::not_found);
    CHECK(refused.message.find("go on after " + std::to_string(last)) != std::string::npos);
    CHECK(feed(world, last).entries.empty());
    world.as("admin").post("/cloud/groups", {{"groupid", "four"}});
    CHECK(feed(world, last).entries.size() == 1);
}

TEST_CASE("entries that were removed before anybody read them are missed, and said to be") {
    World world;
    world.house_installation.settings.set({kFeedRetention}, std::int64_t{100});
    world.as("admin").post("/cloud/groups", {{"groupid", "zero"}});
    const std::int64_t seen = feed(world).next;
    for (const char* gid : {"one", "two"})
        world.as("admin").post("/cloud/groups", {{"groupid", gid}});
    world.now += 101;
    SUBCASE("all of them") {}
    SUBCASE("but for a later one") {
        world.as("admin").post("/cloud/groups", {{"groupid", "three"}});
    }
    within(world, [](Transaction& tx) { return clean_up(tx), 0; });
    const Result<FeedPage> page =
        within(world, [&](Transaction& tx) { return read_feed(tx, seen, 100); });
    REQUIRE_FALSE(page);
    CHECK(page.error().code == Errc::not_found);
    CHECK(page.error().message.find("removed up to number " + std::to_string(seen + 2)) !=
          std::string::npos);
}

TEST_CASE("a time to keep entries that is no number of seconds takes nothing away") {
    World world;
    for (const Value& odd : {Value("7d"), Value("a week"), Value(""), Value(Array{})}) {
        world.house_installation.settings.set({kFeedRetention}, odd);
        world.as("admin").put("/cloud/users/admin", {{"key", "headline"}, {"value", "x"}});
        world.now += 86'400;
        within(world, [](Transaction& tx) { return clean_up(tx), 0; });
        CHECK_FALSE(feed(world).entries.empty());
    }
    world.house_installation.settings.set({kFeedRetention}, "60");
    within(world, [](Transaction& tx) { return clean_up(tx), 0; });
    CHECK(feed(world).entries.empty());
}

TEST_CASE("a number that was never given is refused") {
    World world;
    const std::int64_t last = feed(world).next;
    const auto refused =
        within(world, [&](Transaction& tx) { return read_feed(tx, last + 1, 100).error(); });
    CHECK(refused.code == Errc::invalid_argument);
}

TEST_CASE("several fields of one change are one row of the audit and one entry of the feed") {
    World world;
    const std::int64_t before = feed(world).next;
    within(world, [](Transaction& tx) {
        record_event(tx, {.kind = EventKind::user_edit,
                          .subject = "ed",
                          .fields = {{.field = "displayname", .before = "Ed", .after = "Edgar"},
                                     {.field = "phone", .after = "+49711"},
                                     {.field = "password"}}});
        return 0;
    });
    const FeedPage page = feed(world, before);
    REQUIRE(page.entries.size() == 1);
    CHECK(page.entries[0].fields ==
          R"({"displayname":{"before":"Ed","after":"Edgar"},"phone":{},"password":{}})");
    const AuditEntry entry =
        within(world, [](Transaction& tx) { return list_audit(tx, "ed", 0, 1); }).back().entry;
    CHECK(entry.field == "displayname, phone, password");
    CHECK(entry.before == R"({"displayname":"Ed"})");
    CHECK(entry.after == R"({"displayname":"Edgar","phone":"+49711"})");
    CHECK_FALSE(within(world, [](Transaction& tx) { return check_audit(tx, ""); }).fault);
}

TEST_CASE("events that are recorded together are a chain of rows, in their order") {
    World world;
    const std::int64_t before = feed(world).next;
    within(world, [](Transaction& tx) {
        std::vector<Event> events;
        for (int i = 0; i < 300; ++i)
            events.push_back(
                {.kind = EventKind::user_create, .subject = "user" + std::to_string(i)});
        record_events(tx, events);
        return 0;
    });
    const FeedPage page = feed(world, before, 1000);
    REQUIRE(page.entries.size() == 300);
    CHECK(page.entries[7].subject == "user7");
    CHECK(page.entries[299].subject == "user299");
    const AuditCheck check = within(world, [](Transaction& tx) { return check_audit(tx, ""); });
    CHECK_FALSE(check.fault);
    CHECK(check.rows >= 300);
}

TEST_CASE("what is told of a user together with the deletion is reduced as well") {
    World world;
    const std::int64_t before = feed(world).next;
    within(world, [](Transaction& tx) {
        const Event events[] = {{.kind = EventKind::user_edit,
                                 .subject = "ed",
                                 .fields = {{.field = "email", .after = "ed@example.org"}}},
                                {.kind = EventKind::user_delete, .subject = "ed"}};
        record_events(tx, events);
        return 0;
    });
    for (const FeedEntry& entry : feed(world, before).entries)
        CHECK(entry.fields == "{}");
}
