// SPDX-License-Identifier: Apache-2.0
#include "directory/passwords/password_policy.h"

#include <doctest/doctest.h>

#include "directory/config/apps.h"
#include "directory/users/user_rules.h"
#include "storage/rows/config_rows.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

TEST_CASE("every fault of a password is named, in one order") {
    const PasswordPolicy strict{.minimum_length = 12,
                                .wants_numeric = true,
                                .wants_upper_and_lower_case = true,
                                .wants_special = true};
    CHECK(find_password_fault(strict, "abc"_secret) ==
          "Password is among the 1,000,000 most common ones. Please make it unique. "
          "Password needs to be at least 12 characters long. "
          "Password needs to contain at least one numeric character. "
          "Password needs to contain at least one lower and one upper case character. "
          "Password needs to contain at least one special character.");
    CHECK(find_password_fault(strict, "Str0ng-pass-word"_secret).empty());
}

TEST_CASE("without more settings a password is long and not among the common ones") {
    const PasswordPolicy policy;
    CHECK(find_password_fault(policy, "password"_secret) ==
          "Password needs to be at least 10 characters long.");
    CHECK(find_password_fault(policy, "poly-poly-poly"_secret).empty());
    CHECK(find_password_fault(policy, "PASSWORD123"_secret) ==
          "Password is among the 1,000,000 most common ones. Please make it unique.");
    CHECK(find_password_fault({.refuses_common = false}, "password123"_secret).empty());
}

TEST_CASE("the policy is asked only while its app is on, and follows its app values") {
    World world;
    CallMemo work;
    Transaction tx(world.house_installation, *world.db, work);
    const auto check_password = [&tx](const std::string& password) {
        return check_policy(load_rules(tx, {.creates = true}), Secret(password));
    };
    const Result<Done> refused = check_password("short");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::password_policy);
    CHECK(refused.error().message == "Password needs to be at least 10 characters long.");
    storage::set_app_value(*world.db, "password_policy", "minLength", {.value = "5"});
    CHECK(check_password("short"));
    CHECK_FALSE(check_password("shor"));
    CHECK(disable_app(tx, "password_policy"));
    CHECK(check_password(""));
}

TEST_CASE("a generated password fits the strictest policy and is drawn once per call") {
    World world;
    CallMemo work;
    Transaction tx(world.house_installation, *world.db, work);
    for (const std::string_view key :
         {"enforceNumericCharacters", "enforceUpperLowerCase", "enforceSpecialCharacters"})
        storage::set_app_value(*world.db, "password_policy", key, {.value = "1"});
    storage::set_app_value(*world.db, "password_policy", "minLength", {.value = "20"});
    const PasswordPolicy policy = find_password_policy(tx);
    const Secret password = generate_fitting_password(tx, policy);
    CHECK(password.size() == 20);
    CHECK(find_password_fault(policy, password).empty());
    CHECK(generate_fitting_password(tx, policy).reveal() == password.reveal());
    work.drawn_password = Secret();
    CHECK(generate_fitting_password(tx, policy).reveal() != password.reveal());
}
