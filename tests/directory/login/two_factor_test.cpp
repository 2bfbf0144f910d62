// SPDX-License-Identifier: Apache-2.0
#include "directory/login/two_factor.h"

#include <doctest/doctest.h>

#include "directory/config/apps.h"
#include "storage/rows/config_rows.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

constexpr const char* kNotification = "twofactor_nextcloud_notification";

struct Turn {
    World world{};
    CallMemo work{};
    Transaction tx{world.house_installation, *world.db, work};

    // "provider=1 provider=0" in the order of the tables.
    std::string states(const Uid& uid = "admin"_uid) {
        std::string text;
        for (const auto& [provider, enabled] : two_factor_states(tx, uid))
            text += (text.empty() ? "" : " ") + provider + (enabled ? "=1" : "=0");
        return text;
    }
};

Value list_of(const std::string& text) {
    Array list;
    list.push(text);
    return list;
}

}  // namespace

TEST_CASE("a second factor is switched where its app is on") {
    Turn turn;
    CHECK(enable_two_factor(turn.tx, "admin"_uid, {kNotification}).error().code == Errc::internal);
    CHECK(enable_app(turn.tx, kNotification));
    CHECK(enable_two_factor(turn.tx, "admin"_uid, {kNotification}));
    CHECK(turn.states() == std::string(kNotification) + "=1");
    CHECK(storage::preference(*turn.world.db, "admin", kNotification, "enabled") == "1");
    CHECK(disable_two_factor(turn.tx, "admin"_uid, {kNotification}));
    CHECK(turn.states() == std::string(kNotification) + "=0");
    CHECK(storage::preference(*turn.world.db, "admin", kNotification, "enabled") == "0");
}

TEST_CASE("what an administrator cannot switch on is skipped, what is not there is refused") {
    Turn turn;
    CHECK(enable_two_factor(turn.tx, "admin"_uid, {"backup_codes"}));
    CHECK(turn.states().empty());
    CHECK_FALSE(enable_two_factor(turn.tx, "admin"_uid, {"nothing"}));
    CHECK_FALSE(disable_two_factor(turn.tx, "admin"_uid, {"backup_codes", "totp"}));
    CHECK(turn.states() == "backup_codes=0");
}

TEST_CASE("a login notes the factors that it meets for the first time") {
    Turn turn;
    CHECK_FALSE(needs_second_factor(turn.tx, "admin"_uid));
    CHECK(turn.states() == "backup_codes=0");
    CHECK(enable_app(turn.tx, kNotification));
    CHECK(enable_two_factor(turn.tx, "admin"_uid, {kNotification}));
    CHECK(needs_second_factor(turn.tx, "admin"_uid));
}

TEST_CASE("backup codes alone ask nobody for a second factor, and go when they are switched off") {
    Turn turn;
    turn.world.db->change(
        "INSERT INTO oc_twofactor_backupcodes (user_id, code) VALUES ('admin', 'x')");
    CHECK_FALSE(needs_second_factor(turn.tx, "admin"_uid));
    CHECK(turn.states() == "backup_codes=1");
    CHECK_FALSE(needs_second_factor(turn.tx, "admin"_uid));
    CHECK(disable_two_factor(turn.tx, "admin"_uid, {"backup_codes"}));
    CHECK_FALSE(storage::has_backup_codes(*turn.world.db, "admin"));
}

TEST_CASE("a second factor may be demanded of all, of groups, or of all but groups") {
    World world;
    const auto demanded = [&world] {
        CallMemo work;
        Transaction tx(world.house_installation, *world.db, work);
        return is_two_factor_enforced(tx, "admin"_uid);
    };
    CHECK_FALSE(demanded());
    world.set("twofactor_enforced", "true");
    CHECK(demanded());
    world.set("twofactor_enforced_groups", list_of("strict"));
    CHECK_FALSE(demanded());
    world.set("twofactor_enforced_groups", list_of("admin"));
    CHECK(demanded());
    world.set("twofactor_enforced_groups", Array{});
    world.set("twofactor_enforced_excluded_groups", list_of("admin"));
    CHECK_FALSE(demanded());
    world.set("twofactor_enforced_excluded_groups", list_of("other"));
    CHECK(demanded());
}
