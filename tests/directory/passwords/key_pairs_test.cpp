// SPDX-License-Identifier: Apache-2.0
#include "directory/passwords/key_pairs.h"

#include <doctest/doctest.h>

#include "directory/login/login_flow.h"
#include "directory/login/tokens.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

// A thread that others wait for.
struct Turn {
    explicit Turn(World& world) : tx(world.house_installation, *world.db, work) {
        work.may_hash = false;
    }
    CallMemo work{};
    Transaction tx;
};

}  // namespace

TEST_CASE("key pairs are made ahead until enough wait, and again when one was taken") {
    KeyPairs keys;
    int told = 0;
    keys.taken = [&told] { ++told; };
    CHECK_FALSE(keys.take(Slow::login_key));
    CHECK(told == 0);
    std::size_t made = 1;
    while (keys.make_one())
        ++made;
    CHECK(made == KeyPairs::kMost);
    CHECK_FALSE(keys.make_one());
    const auto first = keys.take(Slow::login_key);
    const auto second = keys.take(Slow::login_key);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->public_pem != second->public_pem);
    CHECK(told == 2);
    CHECK(keys.make_one());

    std::size_t flows = 0;
    while (keys.take(Slow::flow_key))
        ++flows;
    CHECK(flows == KeyPairs::kMost - 1 - KeyPairs::kLeftByFlows);
    CHECK(keys.take(Slow::login_key));
    keys.stop();
    CHECK_FALSE(keys.make_one());
}

TEST_CASE("a login flow takes a key pair that waits, and asks for a slow one after logins only") {
    World world;
    KeyPairs& keys = world.house_installation.keys;
    {
        Turn turn(world);
        CHECK_THROWS_AS(start_login_flow(turn.tx), NeedsHash);
        CHECK(turn.work.pending_for == Slow::flow_key);
    }
    for (std::size_t made = 0; made <= KeyPairs::kLeftByFlows; ++made)
        keys.make_one();
    {
        Turn turn(world);
        CHECK(start_login_flow(turn.tx).login_token.size() == 128);
        turn.tx.commit();
    }
    {
        Turn turn(world);
        CHECK_THROWS_AS(start_login_flow(turn.tx), NeedsHash);
        create_token(turn.tx, draw_app_password(), {.uid = "admin"_uid});
        turn.tx.commit();
    }
    while (keys.take(Slow::login_key)) {
    }
    Turn turn(world);
    CHECK_THROWS_AS(create_token(turn.tx, draw_app_password(), {.uid = "admin"_uid}), NeedsHash);
    CHECK(turn.work.pending_for == Slow::login_key);
    turn.work.pending();
    create_token(turn.tx, draw_app_password(), {.uid = "admin"_uid});
    turn.tx.commit();
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_authtoken WHERE uid = 'admin'") == 2);
}
