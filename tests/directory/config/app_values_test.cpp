// SPDX-License-Identifier: Apache-2.0
#include "directory/config/app_values.h"

#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;
namespace type = storage::app_value_type;

namespace {

struct Turn {
    World world{};
    CallMemo work{};
    Transaction tx{world.house_installation, *world.db, work};

    Turn() { tx.actor.admin = true; }
    Errc refusal(std::string_view app, std::string_view key, const std::string& value) {
        const Result<Done> written = write_app_value(tx, app, key, value);
        REQUIRE_FALSE(written);
        return written.error().code;
    }
};

bool is(const std::optional<std::string>& converted, std::string_view wanted) {
    return converted && *converted == wanted;
}

}  // namespace

TEST_CASE("a switch takes eight words in any letter case and nothing else") {
    for (const std::string_view word : {"1", "true", "YES", "On"})
        CHECK(is(convert_app_value(word, type::kBoolean), "1"));
    for (const std::string_view word : {"0", "False", "no", "OFF"})
        CHECK(is(convert_app_value(word, type::kBoolean), "0"));
    for (const std::string_view word : {"", "abc", "12", "1e3", "[]"})
        CHECK_FALSE(convert_app_value(word, type::kBoolean));
}

TEST_CASE("a number is converted where its type is known") {
    CHECK(is(convert_app_value("1e3", type::kInteger), "1000"));
    CHECK(is(convert_app_value("-3", type::kInteger), "-3"));
    CHECK_FALSE(convert_app_value("1.5", type::kInteger));
    CHECK_FALSE(convert_app_value("", type::kInteger));
    CHECK_FALSE(convert_app_value("1e30", type::kInteger));
    CHECK(is(convert_app_value("1e3", type::kFloat), "1000"));
    CHECK(is(convert_app_value("1.50", type::kFloat), "1.5"));
    CHECK_FALSE(convert_app_value("yes", type::kFloat));
}

TEST_CASE("a list or map is kept as compact JSON, a text as it is") {
    CHECK(is(convert_app_value(R"({ "a" : 1 })", type::kArray), R"({"a":1})"));
    CHECK(is(convert_app_value("[]", type::kArray), "[]"));
    CHECK_FALSE(convert_app_value("1", type::kArray));
    CHECK_FALSE(convert_app_value("{", type::kArray));
    CHECK(is(convert_app_value("1e3", type::kString), "1e3"));
    CHECK(is(convert_app_value("", type::kMixed), ""));
}

TEST_CASE("the type of a row stays until the value is deleted") {
    Turn turn;
    storage::set_app_value(*turn.world.db, "testapp", "n", {.value = "5", .type = type::kInteger});
    CHECK(turn.refusal("testapp", "n", "abc") == Errc::internal);
    CHECK(app_text(turn.tx, "testapp", "n") == "5");
    CHECK(write_app_value(turn.tx, "testapp", "n", "7"));
    CHECK(storage::find_app_value(*turn.world.db, "testapp", "n")->type == type::kInteger);
    CHECK(remove_app_value(turn.tx, "testapp", "n"));
    CHECK(write_app_value(turn.tx, "testapp", "n", "abc"));
    CHECK(storage::find_app_value(*turn.world.db, "testapp", "n")->type == type::kMixed);
}

TEST_CASE("a declared key has its type before anything is stored") {
    Turn turn;
    CHECK(turn.refusal("core", "lastcron", "abc") == Errc::internal);
    CHECK(write_app_value(turn.tx, "core", "lastcron", "12"));
    CHECK(storage::find_app_value(*turn.world.db, "core", "lastcron")->type == type::kInteger);
}

TEST_CASE("a secret stays encrypted when it is written anew, and is read like any value") {
    Turn turn;
    storage::set_app_value(*turn.world.db, "testapp", "secret",
                           {.value = seal_app_value(*turn.tx.settings, "s3"),
                            .type = type::kMixed | type::kSensitive,
                            .lazy = true});
    CHECK(read_app_value(turn.tx, "testapp", "secret", "").value() == "s3");
    CHECK(write_app_value(turn.tx, "testapp", "secret", "new"));
    const auto stored = storage::find_app_value(*turn.world.db, "testapp", "secret");
    CHECK(stored->value.starts_with("$AppConfigEncryption$"));
    CHECK(stored->type == (type::kMixed | type::kSensitive));
    CHECK_FALSE(stored->lazy);
    CHECK(read_app_value(turn.tx, "testapp", "secret", "").value() == "new");
}

TEST_CASE("keys that decide what the server is are protected") {
    Turn turn;
    for (const std::string_view key : {"installed_version", "enabled", "types"}) {
        CHECK(turn.refusal("testapp", key, "x") == Errc::invalid_argument);
        CHECK_FALSE(remove_app_value(turn.tx, "testapp", key));
    }
    CHECK(turn.refusal("core", "public_x", "x") == Errc::invalid_argument);
    CHECK(turn.refusal("core", "remote_x", "x") == Errc::invalid_argument);
    CHECK(write_app_value(turn.tx, "files", "remote_x", "x"));
    CHECK(turn.refusal("core", "encryption_enabled", "no") == Errc::invalid_argument);
    CHECK(write_app_value(turn.tx, "core", "encryption_enabled", "yes"));
    CHECK_FALSE(remove_app_value(turn.tx, "core", "encryption_enabled"));
}

TEST_CASE("unlimited space is no default where it is forbidden") {
    Turn turn;
    CHECK(write_app_value(turn.tx, "files", "default_quota", "none"));
    CHECK(write_app_value(turn.tx, "files", "allow_unlimited_quota", "0"));
    CHECK(turn.refusal("files", "default_quota", "none") == Errc::invalid_argument);
    CHECK(write_app_value(turn.tx, "files", "default_quota", "3 GB"));
}

TEST_CASE("a delegate for Sharing sets what that page sets") {
    Turn turn;
    turn.tx.actor.admin = false;
    CHECK(turn.refusal("core", "shareapi_enabled", "yes") == Errc::forbidden);
    turn.tx.actor.delegated_sharing = true;
    CHECK(write_app_value(turn.tx, "core", "shareapi_enabled", "yes"));
    CHECK(turn.refusal("core", "newUser.sendEmail", "no") == Errc::forbidden);
    CHECK(turn.refusal("files", "default_quota", "5 GB") == Errc::forbidden);
    CHECK(turn.refusal("bad id", "k", "1") == Errc::forbidden);
}

TEST_CASE("an id or key that the columns cannot hold is an accident") {
    Turn turn;
    CHECK(turn.refusal("testapp", std::string(65, 'k'), "1") == Errc::internal);
    CHECK(turn.refusal(std::string(33, 'a'), "k", "1") == Errc::internal);
    CHECK(write_app_value(turn.tx, std::string(32, 'a'), std::string(64, 'k'), "1"));
}
