// SPDX-License-Identifier: Apache-2.0
#include "directory/login/authenticate.h"

#include <doctest/doctest.h>

#include "directory/login/tokens.h"
#include "directory/login/web_login.h"
#include "directory/passwords/password_check.h"
#include "storage/logins/two_factor_rows.h"
#include "storage/rows/config_rows.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

struct Turn {
    explicit Turn(World& world) : tx(world.house_installation, *world.db, work) {
        tx.remote_address = "192.0.2.7";
    }
    CallMemo work{};
    Transaction tx;
};

Secret make_app_password_for(World& world, const std::string& login_name) {
    Turn turn(world);
    Secret text = draw_app_password();
    create_token(turn.tx, text,
                 {.uid = "admin"_uid, .login_name = login_name, .password = "Secret-admin"_secret});
    turn.tx.commit();
    return text;
}

}  // namespace

TEST_CASE("a name is the uid in any letter case, or the system e-mail") {
    World world;
    storage::set_preference(*world.db, "admin", "settings", "email", "boss@example.org",
                            storage::kIndexedPreference);
    Turn turn(world);
    for (const char* name : {"admin", "ADMIN", "boss@example.org", "Boss@Example.org"}) {
        CAPTURE(name);
        const Result<Actor> actor = log_in_with_password(turn.tx, name, "Secret-admin"_secret);
        REQUIRE(actor);
        CHECK(actor->uid == "admin");
        CHECK(actor->login_name == name);
        CHECK(actor->admin);
    }
    CHECK_FALSE(log_in_with_password(turn.tx, " admin ", "Secret-admin"_secret));
}

TEST_CASE("a failed login is logged and counted, that of a disabled account is not") {
    World world;
    storage::set_preference(*world.db, "admin", "core", "enabled", "false");
    Turn turn(world);
    const Result<Actor> disabled = log_in_with_password(turn.tx, "admin", "Secret-admin"_secret);
    REQUIRE_FALSE(disabled);
    CHECK(disabled.error().field == "disabled");
    CHECK(turn.tx.log_entries.empty());
    const Result<Actor> wrong = log_in_with_password(turn.tx, "admin", "wrong"_secret);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == Errc::bad_credentials);
    REQUIRE_FALSE(turn.tx.log_entries.empty());
    CHECK(turn.tx.log_entries.front().message == "Login failed: 'admin' (Remote IP: '192.0.2.7')");
    CHECK(world.db->text("SELECT metadata FROM oc_bruteforce_attempts") == R"({"user":"admin"})");
}

TEST_CASE("a right login takes back the wrong ones under the uid, and no others") {
    World world;
    world.user("cody");
    const Secret token = make_app_password_for(world, "admin");
    const auto remaining = [&world] {
        return world.db->texts("SELECT metadata FROM oc_bruteforce_attempts ORDER BY metadata");
    };
    const auto fail = [&world] {
        Turn turn(world);
        for (const char* name : {"ADMIN", "admin", "cody"})
            CHECK_FALSE(log_in_with_password(turn.tx, name, "wrong"_secret));
        turn.tx.commit();
    };
    const std::vector<std::string> others{R"({"user":"ADMIN"})", R"({"user":"cody"})"};
    fail();
    for (const Secret& secret : {"Secret-admin"_secret, token}) {
        Turn turn(world);
        CHECK(log_in_with_password(turn.tx, "ADMIN", secret));
        CHECK(remaining() == others);
        turn.tx.rollback();  // as a refused call does
        CHECK(remaining() == others);
    }
    Turn turn(world);
    CHECK_FALSE(log_in_with_password(turn.tx, "admin", "wrong"_secret));
    CHECK(log_in_with_bearer(turn.tx, token)->logged_in());
    CHECK(remaining() == others);
}

TEST_CASE("a login that finds no wrong ones of its own writes nothing about them") {
    World world;
    world.user("cody");
    Turn turn(world);
    REQUIRE(log_in_with_password(turn.tx, "admin", "Secret-admin"_secret));
    CHECK_FALSE(log_in_with_password(turn.tx, "cody", "wrong"_secret));
    turn.tx.commit();
    const auto reader = world.house_installation.database.connect(false);
    CallMemo work;
    Transaction reading(world.house_installation, *reader, work);
    reading.remote_address = "192.0.2.7";
    CHECK(log_in_with_password(reading, "admin", "Secret-admin"_secret));
}

TEST_CASE("an app password logs in only under the name it was made with") {
    World world;
    const Secret token = make_app_password_for(world, "boss@example.org");
    Turn turn(world);
    CHECK_FALSE(log_in_with_password(turn.tx, "admin", token));
    REQUIRE_FALSE(turn.tx.log_entries.empty());
    CHECK(turn.tx.log_entries.front().message == "App token login name does not match");
    const Result<Actor> actor = log_in_with_password(turn.tx, "BOSS@example.org", token);
    REQUIRE(actor);
    CHECK(actor->credential == Credential::app_password);
    CHECK(actor->token_id > 0);
}

TEST_CASE("an expired app password fails without being counted") {
    World world;
    const Secret token = make_app_password_for(world, "admin");
    world.db->change("UPDATE oc_authtoken SET expires = 1");
    Turn turn(world);
    CHECK_FALSE(log_in_with_password(turn.tx, "admin", token));
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_bruteforce_attempts") == 0);
}

TEST_CASE("where only tokens are allowed a password makes nobody of the caller, right or wrong") {
    World world;
    const Secret token = make_app_password_for(world, "admin");
    world.set("token_auth_enforced", true);
    Turn turn(world);
    for (const Secret& password : {"Secret-admin"_secret, "wrong"_secret}) {
        const Result<Actor> actor = log_in_with_password(turn.tx, "admin", password);
        REQUIRE(actor);
        CHECK_FALSE(actor->logged_in());
    }
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_bruteforce_attempts") == 0);
    CHECK(log_in_with_password(turn.tx, "admin", token)->logged_in());
}

TEST_CASE("the second factor stops passwords and lets app passwords pass") {
    World world;
    const Secret token = make_app_password_for(world, "admin");
    storage::set_two_factor_state(*world.db, "admin", "totp", true);
    Turn turn(world);
    CHECK_FALSE(log_in_with_password(turn.tx, "admin", "Secret-admin"_secret)->logged_in());
    CHECK(log_in_with_password(turn.tx, "admin", token)->logged_in());
    CHECK(log_in_with_bearer(turn.tx, token)->logged_in());
}

TEST_CASE("Bearer is silent for a wrong token and refuses a disabled account") {
    World world;
    const Secret token = make_app_password_for(world, "admin");
    Turn turn(world);
    CHECK_FALSE(log_in_with_bearer(turn.tx, Secret(token.reveal() + "x"))->logged_in());
    storage::set_preference(*world.db, "admin", "core", "enabled", "false");
    const Result<Actor> disabled = log_in_with_bearer(turn.tx, token);
    REQUIRE_FALSE(disabled);
    CHECK(disabled.error().code == Errc::bad_credentials);
}

TEST_CASE("the first login is noted for good, the last at most once a minute") {
    World world;
    const std::int64_t first = world.now;
    for (int i = 0; i < 2; ++i) {
        Turn turn(world);
        CHECK(log_in_with_password(turn.tx, "admin", "Secret-admin"_secret));
        turn.tx.commit();
        world.now += 60;
    }
    CHECK(storage::preference(*world.db, "admin", "login", "lastLogin") == std::to_string(first));
    Turn turn(world);
    CHECK(log_in_with_password(turn.tx, "admin", "Secret-admin"_secret));
    CHECK(storage::preference(*world.db, "admin", "login", "lastLogin") ==
          std::to_string(first + 120));
    CHECK(storage::preference(*world.db, "admin", "login", "firstLogin") == std::to_string(first));
}

namespace {

// The hashes that a wrong password costs under this name, and that each is against a stored text
// with the costs of the settings.
template <class Check>
std::size_t hashes_for(World& world, const Check& check) {
    Turn turn(world);
    check(turn.tx);
    const std::string made = unmatched_hash(hashing_options(*turn.tx.settings));
    const std::string costs = made.substr(0, made.find("p=1$"));
    for (const auto& [key, verdict] : turn.work.verified) {
        CHECK(key.second.starts_with(costs));
        CHECK_FALSE(verdict.matches);
    }
    turn.tx.rollback();
    return turn.work.verified.size();
}

}  // namespace

TEST_CASE("a wrong password costs as many hashes under a name that nobody has") {
    World world;
    world.user("off").user("empty").user("anna").set("auth.bruteforce.protection.enabled", false);
    storage::set_preference(*world.db, "off", "core", "enabled", "false");
    storage::set_preference(*world.db, "anna", "settings", "email", "anna@example.org",
                            storage::kIndexedPreference);
    world.db->run("UPDATE oc_users SET password = '' WHERE uid = 'empty'");
    for (const auto& [password, hashes] : {std::pair("wrong", 1U), std::pair("wr%6Fng", 2U)})
        for (const char* name :
             {"anna", "anna@example.org", "off", "empty", "nobody", "nobody@example.org"}) {
            CAPTURE(name);
            const Secret secret{std::string(password)};
            const bool by_mail = std::string(name).find('@') != std::string::npos;
            CHECK(hashes_for(world, [&](Transaction& tx) {
                      CHECK_FALSE(log_in_with_password(tx, name, secret));
                  }) == hashes);
            CHECK(hashes_for(world, [&](Transaction& tx) {
                      Session session;
                      CHECK_FALSE(log_in_by_form(tx, session, {.name = name, .password = secret}));
                  }) == hashes);
            if (!by_mail)
                CHECK(hashes_for(world, [&](Transaction& tx) {
                          CHECK_FALSE(check_password_of(tx, name, secret));
                      }) == hashes);
        }
}

TEST_CASE("a password costs as many hashes under a name with a second factor, and counts nowhere") {
    World world;
    world.user("anna").set("auth.bruteforce.max-attempts", 3);
    storage::set_preference(*world.db, "anna", "settings", "email", "anna@example.org",
                            storage::kIndexedPreference);
    storage::set_two_factor_state(*world.db, "anna", "totp", true);
    const auto guess = [&](const char* name, const char* password) {
        return hashes_for(world, [&](Transaction& tx) {
            const Result<Actor> actor = log_in_with_password(tx, name, Secret(password));
            REQUIRE(actor);
            CHECK_FALSE(actor->logged_in());
        });
    };
    CHECK(guess("anna", "wrong") == 1);
    CHECK(guess("anna@example.org", "wr%6Fng") == 2);
    CHECK(guess("anna", "Secret-anna") == 1);
    CHECK(guess("anna", "wrong") == 1);
    // Other guesses would be refused by now, which costs none.
    CHECK(guess("anna", "wrong") == 0);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_bruteforce_attempts") == 0);
    world.now += 30 * 60;
    CHECK(guess("anna", "wrong") == 1);
    world.set("token_auth_enforced", true);
    CHECK(guess("anna", "wrong") == 0);
}

TEST_CASE("a guess that is run again for its hashes is counted once") {
    World world;
    world.set("auth.bruteforce.max-attempts", 1);
    storage::set_two_factor_state(*world.db, "admin", "totp", true);
    for (int guess = 0; guess < 3; ++guess) {
        Turn turn(world);
        turn.work.may_hash = false;
        int hashes = 0;
        for (std::optional<Result<Actor>> actor; !actor;) {
            try {
                actor = log_in_with_password(turn.tx, "admin", "wr%6Fng"_secret);
            } catch (const NeedsHash&) {
                turn.work.pending();
                ++hashes;
            }
        }
        CHECK(hashes == (guess < 2 ? 2 : 0));
    }
}
