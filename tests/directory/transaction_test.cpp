// SPDX-License-Identifier: Apache-2.0
#include "directory/transaction.h"

#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

namespace {

using Texts = std::vector<std::string>;

struct Story {
    World world{};
    CallMemo work{};
    std::unique_ptr<Transaction> tx =
        std::make_unique<Transaction>(world.house.installation, *world.db, work);
    Texts happened{};

    // Leaves a row, an action and a line of that name.
    void step(const std::string& name) {
        world.db->change("INSERT INTO oc_groups (gid, displayname) VALUES (?, ?)", "t-" + name,
                         name);
        tx->after_commit([this, name] { happened.push_back(name); });
        tx->log({.message = name});
    }
    Texts rows() {
        return world.db->texts("SELECT displayname FROM oc_groups WHERE gid LIKE 't-%' ORDER BY 1");
    }
    Texts actions() {
        for (const auto& action : tx->take_actions())
            action();
        return happened;
    }
    Texts lines() {
        Texts messages;
        for (const LogEntry& entry : tx->log_entries)
            messages.push_back(entry.message);
        return messages;
    }
};

}  // namespace

TEST_CASE("of a part that is committed everything belongs to the call") {
    Story story;
    story.step("a");
    {
        Subtransaction part(*story.tx);
        story.step("b");
        story.tx->keep();
        part.commit();
    }
    SUBCASE("which is committed") {
        story.tx->commit();
        CHECK(story.rows() == Texts{"a", "b"});
        CHECK(story.actions() == Texts{"a", "b"});
    }
    SUBCASE("which is refused") {
        story.tx->rollback();
        CHECK(story.rows().empty());
        CHECK(story.actions().empty());
    }
    CHECK(story.lines() == Texts{"a", "b"});
}

TEST_CASE("a part that is refused leaves what it kept, and its lines") {
    Story story;
    story.step("a");
    {
        Subtransaction part(*story.tx);
        story.step("b");
        story.tx->keep();
        story.step("c");
        {
            Subtransaction inner(*story.tx);
            story.step("d");
            inner.commit();
        }
        part.rollback();
    }
    story.step("e");
    story.tx->commit();
    CHECK(story.rows() == Texts{"a", "b", "e"});
    CHECK(story.actions() == Texts{"a", "b", "e"});
    CHECK(story.lines() == Texts{"a", "b", "c", "d", "e"});
}

TEST_CASE("a part that meets an accident leaves nothing, and the call goes on") {
    Story story;
    story.step("a");
    const auto fail = [&story] {
        const Subtransaction part(*story.tx);
        story.tx->found_by_email.recorded = true;
        story.step("b");
        story.tx->keep();
        story.step("a");  // is there already
    };
    CHECK_THROWS_AS(fail(), storage::DatabaseError);
    CHECK_FALSE(story.tx->found_by_email.recorded);
    story.step("c");
    story.tx->commit();
    CHECK(story.rows() == Texts{"a", "c"});
    CHECK(story.actions() == Texts{"a", "c"});
    CHECK(story.lines() == Texts{"a", "c"});
}
