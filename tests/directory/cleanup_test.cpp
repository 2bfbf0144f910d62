// SPDX-License-Identifier: Apache-2.0
#include "directory/cleanup.h"

#include <doctest/doctest.h>

#include "directory/login/login_flow.h"
#include "storage/logins/login_flow_rows.h"
#include "storage/logins/throttle_rows.h"
#include "storage/logins/token_rows.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

constexpr std::int64_t kDay = 86400;

// A token of admin that was last used that many seconds ago.
void add_token(World& world, TokenType type, bool remember, std::int64_t age_seconds) {
    static int count = 0;
    storage::insert_token(*world.db, {.uid = "admin"_uid,
                                      .login_name = "admin",
                                      .hash = "hash-" + std::to_string(++count),
                                      .type = type,
                                      .remember = remember,
                                      .last_activity = world.now - age_seconds});
}

std::size_t tokens_after_cleanup(World& world) {
    CallMemo work;
    Transaction tx(world.house_installation, *world.db, work);
    clean_up(tx);
    const std::size_t count = storage::tokens_of(*world.db, "admin").size();
    tx.commit();
    return count;
}

}  // namespace

TEST_CASE("a token goes when it lay unused for longer than its kind is kept") {
    struct Kept {
        TokenType type;
        bool remember;
        std::int64_t seconds;
    };
    for (const Kept& kept :
         {Kept{TokenType::session, false, kDay}, Kept{TokenType::session, true, 15 * kDay},
          Kept{TokenType::app_password, false, 365 * kDay},
          Kept{TokenType::wipe, false, 60 * kDay}}) {
        World world;
        CAPTURE(static_cast<int>(kept.type));
        CAPTURE(kept.remember);
        add_token(world, kept.type, kept.remember, kept.seconds);
        CHECK(tokens_after_cleanup(world) == 1);
        world.now += 1;
        CHECK(tokens_after_cleanup(world) == 0);
    }
}

TEST_CASE("the settings say how long a token is kept") {
    World world;
    world.set("token_auth_token_retention", 100);
    add_token(world, TokenType::app_password, false, 101);
    add_token(world, TokenType::app_password, false, 99);
    CHECK(tokens_after_cleanup(world) == 1);
}

TEST_CASE("attempts and login flows go when they count no more") {
    World world;
    const auto count = [&world](storage::Sql sql) { return world.db->integer(sql); };
    for (const std::int64_t age : {2 * kDay, 2 * kDay - 1})
        storage::insert_attempt(*world.db, {.action = "login",
                                            .occurred = world.now - age,
                                            .address = "10.0.0.1",
                                            .subnet = "10.0.0.1/32",
                                            .metadata = ""});
    for (const std::int64_t age : {kFlowSeconds, kFlowSeconds - 1})
        storage::insert_flow(*world.db, {.timestamp = world.now - age,
                                         .poll_token = std::to_string(age),
                                         .login_token = std::to_string(age)});
    tokens_after_cleanup(world);
    CHECK(count("SELECT COUNT(*) FROM oc_bruteforce_attempts") == 1);
    CHECK(count("SELECT COUNT(*) FROM oc_login_flow_v2") == 1);
}
