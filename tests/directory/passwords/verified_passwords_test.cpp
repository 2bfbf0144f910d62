// SPDX-License-Identifier: Apache-2.0
#include "directory/passwords/verified_passwords.h"
#include "support/names.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("a login is remembered for this password and this stored hash only, and not for long") {
    constexpr std::int64_t kNow = 1'790'000'000, kLater = kNow + 301;
    VerifiedPasswords memory;
    CHECK_FALSE(memory.knows("secret"_secret, "3|hash", kNow));
    memory.remember("secret"_secret, "3|hash", kNow);
    CHECK(memory.knows("secret"_secret, "3|hash", kNow));
    CHECK_FALSE(memory.knows("Secret"_secret, "3|hash", kNow));
    CHECK_FALSE(memory.knows("secret"_secret, "3|other", kNow));
    CHECK_FALSE(memory.knows("secret"_secret, "3|hash", kLater));
}

TEST_CASE("what one process remembers, another does not") {
    VerifiedPasswords one, other;
    one.remember("secret"_secret, "3|hash", 0);
    CHECK_FALSE(other.knows("secret"_secret, "3|hash", 0));
}
