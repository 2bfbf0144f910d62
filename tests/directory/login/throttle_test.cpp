// SPDX-License-Identifier: Apache-2.0
#include "directory/login/throttle.h"

#include <doctest/doctest.h>

#include "storage/rows/config_rows.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

struct Turn {
    explicit Turn(World& world, const std::string& address = "192.0.2.7")
        : tx(world.house_installation, *world.db, work) {
        tx.remote_address = address;
        tx.actor.uid = "admin"_uid;
    }
    void attempt(int times, std::string_view action = kLoginAction) {
        for (int i = 0; i < times; ++i)
            record_attempt(tx, action, Array{});
    }
    CallMemo work{};
    Transaction tx;
};

}  // namespace

TEST_CASE("each failed guess doubles the delay that is reported, up to 25 seconds") {
    World world;
    Turn turn(world);
    CHECK(current_delay_ms(turn.tx, kLoginAction) == 0);
    std::vector<std::int64_t> delays;
    for (int i = 0; i < 9; ++i) {
        turn.attempt(1);
        delays.push_back(current_delay_ms(turn.tx, kLoginAction));
    }
    CHECK(delays ==
          std::vector<std::int64_t>{200, 400, 800, 1600, 3200, 6400, 12800, 25000, 25000});
    CHECK(current_delay_ms(turn.tx, kConfirmAction) == 0);
    CHECK(current_delay_ms(turn.tx, "") == 25000);
}

TEST_CASE("the guess after eleven failed ones within half an hour is refused") {
    World world;
    Turn turn(world);
    turn.attempt(10);
    CHECK(pass_throttle(turn.tx, kLoginAction));
    turn.attempt(1);
    const auto refused = pass_throttle(turn.tx, kLoginAction);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::throttled);
    CHECK(refused.error().message == "Reached maximum delay");
    turn.tx.commit();

    world.now += 31 * 60;
    Turn later(world);
    CHECK(pass_throttle(later.tx, kLoginAction));
    CHECK(current_delay_ms(later.tx, kLoginAction) == 25000);
    later.tx.commit();

    world.now += 12 * 3600;
    Turn next_day(world);
    CHECK(current_delay_ms(next_day.tx, kLoginAction) == 0);
}

TEST_CASE("guesses count for their network: one IPv4 address, a /56 of IPv6") {
    World world;
    {
        Turn turn(world, "2001:db8:1:2300::1");
        turn.attempt(1);
        turn.tx.commit();
    }
    Turn neighbour(world, "2001:db8:1:23ff::9");
    CHECK(current_delay_ms(neighbour.tx, kLoginAction) == 200);
    neighbour.tx.commit();
    Turn stranger(world, "2001:db8:1:2400::1");
    CHECK(current_delay_ms(stranger.tx, kLoginAction) == 0);
}

TEST_CASE("an address on the allow list is neither counted nor refused") {
    World world;
    Turn turn(world);
    turn.attempt(12);
    storage::set_app_value(*world.db, "bruteForce", "whitelist_1", {.value = "192.0.2.0/24"});
    CHECK(is_allow_listed(turn.tx));
    CHECK(pass_throttle(turn.tx, kLoginAction));
    turn.attempt(1);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_bruteforce_attempts") == 12);
}

TEST_CASE("without protection no guess is noted") {
    World world;
    world.set("auth.bruteforce.protection.enabled", false);
    Turn turn(world);
    turn.attempt(3);
    CHECK(current_delay_ms(turn.tx, kLoginAction) == 0);
}

TEST_CASE("a right guess takes back the wrong ones with the same metadata only") {
    World world;
    Turn turn(world);
    Array anna, ben;
    anna.set("loginName", "anna");
    ben.set("loginName", "ben");
    record_attempt(turn.tx, kConfirmAction, anna);
    record_attempt(turn.tx, kConfirmAction, ben);
    forget_attempts(turn.tx, kConfirmAction, anna);
    CHECK(world.db->text("SELECT metadata FROM oc_bruteforce_attempts") ==
          R"({"loginName":"ben"})");
}

TEST_CASE("a refused call does not count towards its limit, and the limit ends with its time") {
    World world;
    const CallLimit limit{.method = "Class::method", .calls = 2, .seconds = 60};
    Turn turn(world);
    CHECK(pass_rate_limit(turn.tx, limit));
    CHECK(pass_rate_limit(turn.tx, limit));
    CHECK_FALSE(pass_rate_limit(turn.tx, limit));
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_ratelimit_entries") == 2);
    turn.tx.commit();

    world.now += 60;
    Turn later(world);
    CHECK(pass_rate_limit(later.tx, limit));
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_ratelimit_entries") == 1);
}

TEST_CASE("limits count per account, an anonymous one per network") {
    World world;
    const CallLimit limit{.method = "Class::method", .calls = 1, .seconds = 60};
    CallLimit anonymous = limit;
    anonymous.anonymous = true;
    Turn turn(world);
    CHECK(pass_rate_limit(turn.tx, limit));
    CHECK(pass_rate_limit(turn.tx, anonymous));
    turn.tx.actor.uid = "anna"_uid;
    CHECK(pass_rate_limit(turn.tx, limit));
    CHECK_FALSE(pass_rate_limit(turn.tx, anonymous));
}

TEST_CASE("a setting exempts administrators from limits, and nobody else") {
    World world;
    world.set("roster.unlimited_admins", true);
    const CallLimit limit{.method = "Class::method", .calls = 1, .seconds = 60};
    CallLimit anonymous = limit;
    anonymous.anonymous = true;
    Turn turn(world);
    turn.tx.actor.admin = true;
    for (int call = 0; call < 3; ++call)
        CHECK(pass_rate_limit(turn.tx, limit));
    CHECK(pass_rate_limit(turn.tx, anonymous));
    CHECK_FALSE(pass_rate_limit(turn.tx, anonymous));
    turn.tx.actor.admin = false;
    CHECK(pass_rate_limit(turn.tx, limit));
    CHECK_FALSE(pass_rate_limit(turn.tx, limit));
}

TEST_CASE("guesses that were counted while the clock was ahead count as of now") {
    World world;
    world.now += 86'400;
    {
        Turn turn(world);
        turn.attempt(11);
        turn.tx.commit();
    }
    world.now -= 86'400;
    {
        Turn turn(world);
        CHECK_FALSE(pass_throttle(turn.tx, kLoginAction));
        turn.tx.rollback();
    }
    world.now += 31 * 60;
    Turn turn(world);
    CHECK(pass_throttle(turn.tx, kLoginAction));
    turn.tx.commit();
}

TEST_CASE("calls that were counted while the clock was ahead do not count") {
    World world;
    const CallLimit limit{.method = "edit", .calls = 1, .seconds = 600};
    world.now += 86'400;
    {
        Turn turn(world);
        CHECK(pass_rate_limit(turn.tx, limit));
        turn.tx.commit();
    }
    world.now -= 86'400;
    Turn turn(world);
    CHECK(pass_rate_limit(turn.tx, limit));
    CHECK_FALSE(pass_rate_limit(turn.tx, limit));
    turn.tx.commit();
}
