// SPDX-License-Identifier: Apache-2.0
#include "directory/login/tokens.h"

#include <doctest/doctest.h>

#include "base/crypto/crypto.h"
#include "base/fixtures/token_rows.h"
#include "storage/logins/token_rows.h"
#include "support/browser.h"
#include "support/names.h"

using namespace roster;

namespace {

struct Turn {
    explicit Turn(World& world) : tx(world.house_installation, *world.db, work) {}
    CallMemo work{};
    Transaction tx;
};

NewToken for_admin() {
    return {.uid = "admin"_uid,
            .login_name = "admin",
            .password = "Secret-admin"_secret,
            .name = "phone",
            .type = TokenType::app_password};
}

}  // namespace

TEST_CASE("a token is found by its text, keeps the password, and has version 2") {
    World world;
    Turn turn(world);
    const Secret text = draw_app_password();
    CHECK(text.size() == 72);
    const Token made = create_token(turn.tx, text, for_admin());
    const FoundToken found = find_token(turn.tx, text);
    REQUIRE(found.valid());
    CHECK(found.token.id == made.id);
    CHECK(found.token.hash == sha512_hex(text.reveal() + "test-secret"));
    CHECK(kept_password(turn.tx, found.token, text)->reveal() == "Secret-admin");
    CHECK(world.db->integer("SELECT version FROM oc_authtoken") == 2);
    CHECK_FALSE(find_token(turn.tx, Secret(text.reveal().substr(1))).valid());
}

TEST_CASE("tokens of an account share one hash of its password") {
    World world;
    Turn turn(world);
    const Token first = create_token(turn.tx, draw_app_password(), for_admin());
    const Token second = create_token(turn.tx, draw_app_password(), for_admin());
    REQUIRE(first.password_hash);
    CHECK(first.password_hash == second.password_hash);
}

TEST_CASE("a label of more than 128 characters is cut to 120 and an ellipsis") {
    World world;
    Turn turn(world);
    NewToken wanted = for_admin();
    for (int i = 0; i < 129; ++i)
        wanted.name += "ü";
    wanted.name = wanted.name.substr(5);  // without "phone"
    const Token made = create_token(turn.tx, draw_app_password(), wanted);
    CHECK(made.name.size() == 120 * 2 + std::string("…").size());
    CHECK(made.name.ends_with("ü…"));
}

TEST_CASE("without the setting that keeps passwords none is stored") {
    World world;
    world.set("auth.storeCryptedPassword", false);
    Turn turn(world);
    const Token made = create_token(turn.tx, draw_app_password(), for_admin());
    CHECK_FALSE(made.keeps_password());
    CHECK_FALSE(made.password_hash);
}

TEST_CASE("a rotated token keeps its row and its password under the new text") {
    World world;
    Turn turn(world);
    const Secret old_text = draw_app_password(), new_text = draw_app_password();
    const Token made = create_token(turn.tx, old_text, for_admin());
    CHECK_FALSE(rotate_token(turn.tx, made, "another text"_secret, new_text));
    REQUIRE(rotate_token(turn.tx, made, old_text, new_text));
    CHECK(find_token(turn.tx, old_text).state == TokenState::unknown);
    const FoundToken found = find_token(turn.tx, new_text);
    CHECK(found.token.id == made.id);
    CHECK(kept_password(turn.tx, found.token, new_text)->reveal() == "Secret-admin");
}

TEST_CASE("after five minutes a token whose password was changed elsewhere is refused for good") {
    World world;
    Secret text = draw_app_password();
    {
        Turn turn(world);
        create_token(turn.tx, text, for_admin());
        turn.tx.commit();
    }
    world.db->change("UPDATE oc_users SET password = 'none' WHERE uid = 'admin'");
    world.now += 299;
    {
        Turn turn(world);
        CHECK(check_token(turn.tx, find_token(turn.tx, text).token, text));
        turn.tx.commit();
    }
    world.now += 1;
    Turn turn(world);
    CHECK_FALSE(check_token(turn.tx, find_token(turn.tx, text).token, text));
    CHECK(find_token(turn.tx, text).state == TokenState::password_invalid);
}

TEST_CASE("a token is noted as used once a minute") {
    World world;
    const Secret text = draw_app_password();
    const std::int64_t made_at = world.now;
    const auto use = [&] {
        Turn turn(world);
        check_token(turn.tx, find_token(turn.tx, text).token, text);
        turn.tx.commit();
        return world.db->integer("SELECT last_activity FROM oc_authtoken") - made_at;
    };
    {
        Turn turn(world);
        create_token(turn.tx, text, for_admin());
        turn.tx.commit();
    }
    world.now += 60;
    CHECK(use() == 0);
    world.now += 1;
    CHECK(use() == 61);
}

TEST_CASE("expired and wiped tokens are told apart from unknown ones") {
    World world;
    Turn turn(world);
    const Secret text = draw_app_password();
    create_token(turn.tx, text, for_admin());
    world.db->change("UPDATE oc_authtoken SET expires = ?", world.now - 1);
    CHECK(find_token(turn.tx, text).state == TokenState::expired);
    world.db->change("UPDATE oc_authtoken SET expires = NULL, type = 2");
    CHECK(find_token(turn.tx, text).state == TokenState::wiped);
    CHECK(find_token(turn.tx, "short"_secret).state == TokenState::unknown);
}

TEST_CASE("a login by a new password renews what the tokens keep") {
    World world;
    Turn turn(world);
    const Secret text = draw_app_password();
    create_token(turn.tx, text, for_admin());
    renew_kept_passwords(turn.tx, "admin"_uid, "another password"_secret);
    CHECK(kept_password(turn.tx, find_token(turn.tx, text).token, text)->reveal() ==
          "another password");
}

TEST_CASE("a token may forbid confirming by its scope") {
    CHECK(may_confirm_password({}));
    CHECK(may_confirm_password({.scope = R"({"filesystem":true})"}));
    CHECK_FALSE(may_confirm_password({.scope = R"({"password-unconfirmable":true})"}));
}

TEST_CASE("app passwords that Nextcloud stored log in by Basic and by Bearer") {
    World world;
    world.set("secret", std::string(kTokenSecret));
    for (const TokenRow& row : kTokenRows) {
        CAPTURE(row.uid);
        if (!world.has_user(std::string(row.uid))) world.user(std::string(row.uid));
        storage::insert_token(*world.db, {.uid = Uid(std::string(row.uid)),
                                          .login_name = std::string(row.uid),
                                          .password_cipher = std::string(row.password),
                                          .hash = std::string(row.token),
                                          .type = TokenType::app_password,
                                          .last_activity = world.now,
                                          .last_check = world.now,
                                          .private_key = std::string(row.private_key),
                                          .public_key = std::string(row.public_key),
                                          .password_hash = std::string(row.password_hash)});
        const std::string app_password(row.app_password);
        const Secret token(app_password);
        for (const std::string& credential :
             {basic(std::string(row.uid), app_password), "Bearer " + app_password}) {
            const Response response = world.send(
                {.method = "GET",
                 .target = "/ocs/v2.php/cloud/user",
                 .headers = {{"OCS-APIRequest", "true"}, {"Authorization", credential}}});
            CHECK(response.status == 200);
            REQUIRE(response.find_header("X-User-Id"));
            CHECK(*response.find_header("X-User-Id") == row.uid);
        }
        Turn turn(world);
        CHECK(kept_password(turn.tx, find_token(turn.tx, token).token, token)->reveal() ==
              row.login_password);
    }
}

TEST_CASE("a new password ends the other sessions of the account where the setting says so") {
    World world;
    world.user("anna");
    const Form change{{"key", "password"}, {"value", "Plum-Kettle-42"}};
    for (const bool ends : {false, true}) {
        world.set("roster.end_sessions_at_password_change", ends);
        world.as("admin").put("/cloud/users/anna", {{"key", "password"}, {"value", "Secret-anna"}});
        Browser own(world), other(world);
        own.log_in("anna", "Secret-anna");
        other.log_in("anna", "Secret-anna");
        const Secret app = draw_app_password();
        {
            Turn turn(world);
            create_token(turn.tx, app, {.uid = "anna"_uid, .login_name = "anna"});
            turn.tx.commit();
        }
        CHECK(own.call("PUT", "/cloud/users/anna", change).status == 200);
        CHECK(own.call("GET", "/cloud/user").status == 200);
        CHECK(other.call("GET", "/cloud/user").status == (ends ? 401 : 200));
        Request by_app{
            .method = "GET",
            .target = "/ocs/v2.php/cloud/user",
            .headers = {{"OCS-APIRequest", "true"}, {"Authorization", "Bearer " + app.reveal()}}};
        CHECK(world.send(std::move(by_app)).status == 200);
    }
}
