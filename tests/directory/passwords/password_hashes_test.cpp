// SPDX-License-Identifier: Apache-2.0
#include "directory/passwords/password_hashes.h"

#include <doctest/doctest.h>

#include <set>

#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

// A call that may not keep others waiting, in an installation whose hashes are slow.
struct Busy {
    World world{};
    CallMemo work{.may_hash = false};
    Transaction tx{world.set("hashingMemoryCost", 128).house_installation, *world.db, work};
};

bool fits(Transaction& tx, std::string_view password, const std::string& hash) {
    return verify_password(password, hash, hashing_options(*tx.settings)).matches;
}

}  // namespace

TEST_CASE("passwords of one call that are equal have different hashes") {
    World world;
    CallMemo work;
    Transaction tx(world.house_installation, *world.db, work);
    const Secret password = "the same for all"_secret;
    const std::vector<const Secret*> passwords(200, &password);
    const std::vector<std::string> hashes = hash_passwords(tx, passwords);
    CHECK(std::set(hashes.begin(), hashes.end()).size() == passwords.size());
    for (const std::string& hash : hashes)
        CHECK(fits(tx, password.reveal(), hash));
}

TEST_CASE("all hashes that a call lacks are asked for at once, and found by its next run") {
    Busy busy;
    const Secret one = "one"_secret, two = "two"_secret;
    const std::vector<const Secret*> passwords{&one, &two, &one};
    CHECK_THROWS_AS(hash_passwords(busy.tx, passwords), NeedsHash);
    busy.work.pending();
    busy.work.begin_run();
    const std::vector<std::string> hashes = hash_passwords(busy.tx, passwords);
    CHECK(fits(busy.tx, "one", hashes[0]));
    CHECK(fits(busy.tx, "two", hashes[1]));
    CHECK(fits(busy.tx, "one", hashes[2]));
    CHECK(hashes[0] != hashes[2]);
    busy.work.begin_run();
    CHECK(hash_passwords(busy.tx, passwords) == hashes);
}

TEST_CASE("hashes that were made ahead are taken once each, whatever the order") {
    Busy busy;
    CHECK_FALSE(hash_ahead(busy.tx, {"one"_secret, "two"_secret, "one"_secret}));
    busy.work.pending();
    CHECK(hash_ahead(busy.tx, {"one"_secret, "two"_secret, "one"_secret}));
    const std::set<std::string> hashes{hash_password(busy.tx, "two"_secret),
                                       hash_password(busy.tx, "one"_secret),
                                       hash_password(busy.tx, "one"_secret)};
    CHECK(hashes.size() == 3);
    CHECK_THROWS_AS(hash_password(busy.tx, "one"_secret), NeedsHash);
}

TEST_CASE("a hash that costs less than a walk to another thread is made where it is wanted") {
    Busy busy;
    busy.world.set("hashingMemoryCost", 8);
    CallMemo work{.may_hash = false};
    Transaction tx(busy.world.house_installation, *busy.world.db, work);
    CHECK(hash_ahead(tx, {"one"_secret}));
    CHECK(fits(tx, "two", hash_password(tx, "two"_secret)));
    busy.world.set("hashing_default_password", true);  // bcrypt
    Transaction slow(busy.world.house_installation, *busy.world.db, work);
    CHECK_THROWS_AS(hash_password(slow, "three"_secret), NeedsHash);
}
