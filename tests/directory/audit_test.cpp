// SPDX-License-Identifier: Apache-2.0
#include "directory/audit.h"

#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

namespace {

std::vector<AuditRow> all_rows(World& world) {
    CallMemo work;
    Transaction tx(world.house_installation, *world.db, work);
    std::vector<AuditRow> rows = list_audit(tx, "", 0, 1000);
    tx.commit();
    return rows;
}

AuditCheck checked(World& world, const std::string& expected = "") {
    CallMemo work;
    Transaction tx(world.house_installation, *world.db, work);
    AuditCheck check = check_audit(tx, expected);
    tx.commit();
    return check;
}

// Three changes of an administrator, behind what the world itself has made.
struct Story {
    Story() {
        world.as("admin").post("/cloud/groups", {{"groupid", "team"}});
        world.as("admin").post("/cloud/users", {{"userid", "ed"}, {"password", "Plum-Kettle-42"}});
        world.as("admin").put("/cloud/users/ed", {{"key", "phone"}, {"value", "+4971125242890"}});
    }
    World world;
};

}  // namespace

TEST_CASE("a change is recorded with who made it, how, from where, and the values") {
    Story story;
    const AuditEntry entry = all_rows(story.world).back().entry;
    CHECK(entry.actor == "admin");
    CHECK(entry.credential == "password");
    CHECK(entry.address == "127.0.0.1");
    CHECK(entry.request_id.size() == 20);
    CHECK(entry.occurred == story.world.now);
    CHECK(entry.action == "user.edit");
    CHECK(entry.subject == "ed");
    CHECK(entry.field == "phone");
    CHECK(entry.before == "");
    CHECK(entry.after == "+4971125242890");
}

TEST_CASE("a change of a password is recorded without it") {
    Story story;
    story.world.as("admin").put("/cloud/users/ed",
                                {{"key", "password"}, {"value", "Other-Kettle-43"}});
    const AuditEntry entry = all_rows(story.world).back().entry;
    CHECK(entry.field == "password");
    CHECK_FALSE(entry.before);
    CHECK_FALSE(entry.after);
}

TEST_CASE("a refused change, and one that changes nothing, are not recorded") {
    Story story;
    const std::size_t before = all_rows(story.world).size();
    story.world.as("admin").post("/cloud/users", {{"userid", "x"}, {"password", "short"}});
    story.world.as("admin").put("/cloud/users/ed", {{"key", "phone"}, {"value", "abc"}});
    story.world.as("admin").put("/cloud/users/ed", {{"key", "phone"}, {"value", "+4971125242890"}});
    story.world.as("admin").put("/cloud/users/ed/enable");
    story.world.as("admin").get("/cloud/users");
    story.world.as("admin").remove("/cloud/users/nobody");
    CHECK(all_rows(story.world).size() == before);
}

TEST_CASE("the value of a key that tells of a secret is not recorded") {
    World world;
    world.as("admin").post("/apps/provisioning_api/api/v1/config/apps/testapp/api_secret",
                           {{"value", "Plum-Kettle-42"}});
    CHECK(all_rows(world).back().entry.after == "***");
}

TEST_CASE("rows as they were written pass the check, and the last hash is found again") {
    Story story;
    const AuditCheck check = checked(story.world);
    CHECK_FALSE(check.fault);
    CHECK(check.rows == static_cast<std::int64_t>(all_rows(story.world).size()));
    CHECK(checked(story.world, check.last_hash).has_expected);
    CHECK_FALSE(checked(story.world, std::string(64, '0')).has_expected);
}

TEST_CASE("a row that was changed, taken out or put in is found") {
    const char* const tampering[] = {
        "UPDATE roster_audit SET new_value = '+49711' WHERE id = (SELECT MAX(id) FROM "
        "roster_audit)",
        "UPDATE roster_audit SET actor = 'ed' WHERE id = (SELECT MIN(id) FROM roster_audit)",
        "UPDATE roster_audit SET chain = 'other' WHERE id = (SELECT MAX(id) FROM roster_audit)",
        "DELETE FROM roster_audit WHERE id = (SELECT MIN(id) + 1 FROM roster_audit)",
        "DELETE FROM roster_audit WHERE id = (SELECT MIN(id) FROM roster_audit)",
        "INSERT INTO roster_audit (occurred, action, subject, previous_hash, hash) "
        "SELECT occurred, action, 'zoe', hash, previous_hash FROM roster_audit "
        "ORDER BY id DESC LIMIT 1",
    };
    for (const char* statement : tampering) {
        CAPTURE(statement);
        Story story;
        story.world.db->run(statement);
        CHECK(checked(story.world).fault);
    }
}

TEST_CASE("what was taken out at the end is seen with a hash noted before") {
    Story story;
    const std::string noted = checked(story.world).last_hash;
    story.world.db->run("DELETE FROM roster_audit WHERE id = (SELECT MAX(id) FROM roster_audit)");
    const AuditCheck check = checked(story.world, noted);
    CHECK_FALSE(check.fault);
    CHECK_FALSE(check.has_expected);
}

TEST_CASE("a list is of what an account did and of what was done to it, and no older than asked") {
    Story story;
    story.world.now += 100;
    story.world.as("admin").put("/cloud/users/ed", {{"key", "role"}, {"value", "Cook"}});
    CallMemo work;
    Transaction tx(story.world.house_installation, *story.world.db, work);
    CHECK(list_audit(tx, "ed", 0, 100).size() == 3);
    CHECK(list_audit(tx, "ed", story.world.now, 100).size() == 1);
    CHECK(list_audit(tx, "ed", 0, 2).back().entry.after == "Cook");
    CHECK(list_audit(tx, "nobody", 0, 100).empty());
    tx.commit();
}
