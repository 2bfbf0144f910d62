// SPDX-License-Identifier: Apache-2.0
#include "base/crypto/crypto_password.h"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace roster;

namespace {

// Quick to compute; the real cost is proved once, by a hash of a real Nextcloud.
const HashingOptions kCheap{.time_cost = 1, .memory_kib = 64, .bcrypt_cost = 4};
const HashingOptions kCheapBcrypt{.bcrypt_cost = 4, .prefer_bcrypt = true};

// PHP manual, password_verify() and password_hash().
constexpr std::string_view kManualBcrypt =
    "$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTpOq";
constexpr std::string_view kManualArgon2i =
    "$argon2i$v=19$m=1024,t=2,p=2$YzJBSzV4TUhkMzc3d3laeg$zqU/1IN0/AogfP4cmSJI1vc8lpXRW9/"
    "S0sYY2i2jHT0";
constexpr std::string_view kManualPassword = "rasmuslerdorf";
// "secret", with cost 4.
constexpr std::string_view kSecretBcrypt =
    "$2y$04$BCryptRequires22ChrctelGl2KY/dI//qWK2K6dqEXEyzUs655/u";
constexpr std::string_view kSecretPepperBcrypt =
    "$2y$04$BCryptRequires22Chrcte4e2cg6dAjt.5TCFuiXZmaN7C5dlJiG2";

std::string stored(std::string_view prefix, std::string_view hash) {
    return std::string(prefix) + std::string(hash);
}

bool matches(std::string_view password, std::string_view hash) {
    return verify_password(password, hash, kCheap).matches;
}

bool outdated(std::string_view password, std::string_view hash, const HashingOptions& options) {
    const Verdict verdict = verify_password(password, hash, options);
    REQUIRE(verdict.matches);
    return verdict.rehash;
}

}  // namespace

TEST_CASE("a hash of Nextcloud's standard cost is verified and kept") {
    constexpr std::string_view kHash =
        "3|$argon2id$v=19$m=65536,t=4,p=1$TVlxcE5RckhrVU5wMi8yOQ"
        "$1H+qGpVCs0FGeiyqbXwl/l0qq+teNMMH3vl0OIjbu5c";
    CHECK_FALSE(outdated("Correct-horse-frank", kHash, {}));
    CHECK_FALSE(verify_password("Correct-horse-Frank", kHash, {}).matches);
    CHECK(hash_password("x", {}).starts_with("3|$argon2id$v=19$m=65536,t=4,p=1$"));
}

TEST_CASE("new hashes are argon2id with the options' cost, whatever the number of threads") {
    const std::string one = hash_password("pa\0ss", kCheap);
    CHECK(one.starts_with("3|$argon2id$v=19$m=64,t=1,p=1$"));
    CHECK(hash_password("pass", kCheap) != hash_password("pass", kCheap));

    HashingOptions options = kCheap;
    options.threads = 2;
    const std::string two = hash_password("pass", options);
    CHECK(two.starts_with("3|$argon2id$v=19$m=64,t=1,p=2$"));
    // A salt of 16 and a hash of 32 bytes from both libraries.
    CHECK(one.size() == two.size());
    for (const std::string_view hash : {std::string_view(one), std::string_view(two)})
        CHECK(hash.size() ==
              std::string_view("3|$argon2id$v=19$m=64,t=1,p=1$").size() + 22 + 1 + 43);
    CHECK(matches("pass", two));
    CHECK_FALSE(matches("Pass", two));
    CHECK_FALSE(outdated("pass", two, options));
    CHECK(outdated("pass", two, kCheap));
}

TEST_CASE("NUL bytes and long passwords count whole in argon2") {
    const std::string_view with_nul("a\0b", 3);
    const std::string hash = hash_password(with_nul, kCheap);
    CHECK(matches(with_nul, hash));
    CHECK_FALSE(matches("a", hash));

    const std::string longest(469, 'x');
    const std::string long_hash = hash_password(longest, kCheap);
    CHECK(matches(longest, long_hash));
    CHECK_FALSE(matches(longest.substr(1), long_hash));
    CHECK(matches("", hash_password("", kCheap)));
}

TEST_CASE("argon2 options below the least possible are raised") {
    const std::string hash =
        hash_password("pass", {.time_cost = 0, .memory_kib = 1, .threads = -3});
    CHECK(hash.starts_with("3|$argon2id$v=19$m=8,t=1,p=1$"));
    CHECK_FALSE(outdated("pass", hash, {.time_cost = 0, .memory_kib = 1, .threads = -3}));
    CHECK(hash_password("pass", {.time_cost = 1, .memory_kib = 1, .threads = 3})
              .starts_with("3|$argon2id$v=19$m=24,t=1,p=3$"));
}

TEST_CASE("an argon2id hash is replaced when any of its parameters differs from the options") {
    const std::string hash = hash_password("pass", kCheap);
    CHECK_FALSE(outdated("pass", hash, kCheap));
    CHECK(outdated("pass", hash, {.time_cost = 2, .memory_kib = 64}));
    CHECK(outdated("pass", hash, {.time_cost = 1, .memory_kib = 65}));
    CHECK(outdated("pass", hash, {.time_cost = 1, .memory_kib = 64, .threads = 2}));
    CHECK(outdated("pass", hash, kCheapBcrypt));
    CHECK_FALSE(verify_password("Pass", hash, kCheapBcrypt).rehash);
}

TEST_CASE("argon2i hashes match and are replaced") {
    CHECK(outdated(kManualPassword, stored("2|", kManualArgon2i), kCheap));
    CHECK_FALSE(matches("rasmus", stored("2|", kManualArgon2i)));
}

TEST_CASE("argon2 hashes of the version before 19 match") {
    constexpr std::string_view kWithVersion =
        "$argon2id$v=16$m=64,t=3,p=1$c2l4dGVlbiBieXRlIHNhbA"
        "$y1wo4GEw0Th6A4gFIpHBY2sCmUU9yQdLX7OL1PcVGqM";
    constexpr std::string_view kWithoutVersion =
        "$argon2id$m=64,t=3,p=1$c2l4dGVlbiBieXRlIHNhbA"
        "$y1wo4GEw0Th6A4gFIpHBY2sCmUU9yQdLX7OL1PcVGqM";
    const HashingOptions same_cost{.time_cost = 3, .memory_kib = 64};
    CHECK_FALSE(outdated("password", stored("3|", kWithVersion), same_cost));
    CHECK(outdated("password", stored("3|", kWithoutVersion), same_cost));
    CHECK_FALSE(matches("Password", stored("3|", kWithVersion)));
    CHECK_FALSE(matches("Password", stored("3|", kWithoutVersion)));
    // From the tests of the reference implementation.
    CHECK(matches("password",
                  "2|$argon2i$m=256,t=2,p=1$c29tZXNhbHQ"
                  "$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY"));
}

TEST_CASE("bcrypt hashes match and are replaced, unless bcrypt of this cost is preferred") {
    CHECK(outdated(kManualPassword, stored("1|", kManualBcrypt), kCheap));
    CHECK_FALSE(matches("rasmus", stored("1|", kManualBcrypt)));
    CHECK(outdated("secret", stored("1|", kSecretBcrypt), kCheap));
    CHECK_FALSE(outdated("secret", stored("1|", kSecretBcrypt), kCheapBcrypt));
    CHECK(outdated(kManualPassword, stored("1|", kManualBcrypt), kCheapBcrypt));
}

TEST_CASE("preferred bcrypt is written with prefix 1 and the options' cost") {
    const std::string hash = hash_password("pass", kCheapBcrypt);
    CHECK(hash.starts_with("1|$2y$04$"));
    CHECK(hash.size() == 62);
    CHECK_FALSE(outdated("pass", hash, kCheapBcrypt));
    CHECK_FALSE(matches("Pass", hash));
    CHECK(hash_password("pass", kCheapBcrypt) != hash);

    CHECK_THROWS_AS(hash_password("pass", {.bcrypt_cost = 3, .prefer_bcrypt = true}),
                    std::runtime_error);
    CHECK_THROWS_AS(hash_password("pass", {.bcrypt_cost = 0, .prefer_bcrypt = true}),
                    std::runtime_error);
    CHECK_THROWS_AS(hash_password(std::string_view("a\0b", 3), kCheapBcrypt),
                    std::invalid_argument);
}

TEST_CASE("the prefix must be 1 to 3, but the hash decides the algorithm") {
    for (const std::string_view prefix : {"1|", "2|", "3|"}) {
        CAPTURE(prefix);
        CHECK(matches("secret", stored(prefix, kSecretBcrypt)));
        CHECK(matches(kManualPassword, stored(prefix, kManualArgon2i)));
    }
    for (const std::string_view prefix : {"0|", "4|", "-1|", "x|", "|"}) {
        CAPTURE(prefix);
        CHECK_FALSE(matches("secret", stored(prefix, kSecretBcrypt)));
    }
}

TEST_CASE("other hashes of PHP's crypt() match and are replaced, those PHP does not know do not") {
    CHECK(outdated("secret",
                   "1|$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT"
                   "0Y77vwPZN.Pq.H91p5hVO1",
                   kCheap));
    CHECK(outdated("secret", "1|$2a$04$BCryptRequires22ChrctelGl2KY/dI//qWK2K6dqEXEyzUs655/u",
                   kCheapBcrypt));
    CHECK_FALSE(matches("secret", "1|$y$j9T$saltsalt$VuCHcCYYVuebTL.IxzSml3z./71e36sys.wEb95cM54"));
}

TEST_CASE("broken hashes match no password") {
    for (const std::string_view hash :
         {"", "1|", "3|", "1|*0", "1|*1", "3|$argon2id$", "3|$argon2id$v=19$m=64,t=1,p=1$",
          "3|$argon2id$v=19$m=99999999999,t=1,p=1$AAAA$AAAA", "1|$2y$04$short", "1|secret", "|",
          "3|$argon2id$v=19$m=8,t=1,p=1$!!!!!!!!!!!!!!!!!!!!!!$"
          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
        CAPTURE(hash);
        CHECK_FALSE(matches("secret", hash));
        CHECK_FALSE(matches("", hash));
    }
    CHECK_FALSE(matches("secret", hash_password("secret", kCheap) + std::string(1, '\0')));
}

TEST_CASE("legacy hashes match with the salt of the config or without, and are always replaced") {
    const HashingOptions options{.bcrypt_cost = 4, .prefer_bcrypt = true, .legacy_salt = "PEPPER"};
    CHECK(outdated("secret", kSecretPepperBcrypt, options));
    CHECK(outdated("secret", kSecretBcrypt, options));
    CHECK_FALSE(verify_password("Secret", kSecretPepperBcrypt, options).matches);
    CHECK_FALSE(verify_password("secret", kSecretPepperBcrypt, kCheapBcrypt).matches);

    // SHA-1 of "secret", without salt.
    CHECK(outdated("secret", "e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4", options));
    CHECK_FALSE(
        verify_password("secret", "E5E9FA1BA31ECD1AE84F75CAAA474F3A663F05F4", options).matches);
    CHECK_FALSE(verify_password(kManualPassword, kManualArgon2i, options).matches);
}

TEST_CASE("a foreign hash is imported with prefix 1 to 3 and a recognised algorithm") {
    CHECK(is_importable_hash(stored("1|", kManualBcrypt)));
    CHECK(is_importable_hash(stored("3|", kManualBcrypt)));
    CHECK(is_importable_hash(stored("2|", kManualArgon2i)));
    CHECK(is_importable_hash(hash_password("pass", kCheap)));

    CHECK_FALSE(is_importable_hash(kManualBcrypt));
    CHECK_FALSE(is_importable_hash(stored("0|", kManualBcrypt)));
    CHECK_FALSE(is_importable_hash(stored("4|", kManualBcrypt)));
    CHECK_FALSE(is_importable_hash(stored("1|", kManualBcrypt.substr(1))));
    CHECK_FALSE(is_importable_hash(stored("1|", kManualBcrypt.substr(0, 59))));
    CHECK_FALSE(is_importable_hash("1|$6$saltsalt$x"));
    CHECK_FALSE(is_importable_hash("secret"));
    CHECK_FALSE(is_importable_hash(""));
}

TEST_CASE("the hash that no password fits has the cost of those that are made") {
    HashingOptions options{.time_cost = 2, .memory_kib = 64, .bcrypt_cost = 4};
    for (const int threads : {1, 2})
        for (const bool bcrypt : {false, true}) {
            options.threads = threads;
            options.prefer_bcrypt = bcrypt;
            const std::string unmatched = unmatched_hash(options);
            const std::string made = hash_password("x", options);
            CHECK(unmatched.size() == made.size());
            const std::size_t parameters = made.rfind('$', made.size() - 50);
            CHECK(unmatched.substr(0, parameters) == made.substr(0, parameters));
            CHECK(is_importable_hash(unmatched));
            CHECK(can_match(unmatched));
            for (const char* password : {"", "x", "password"})
                CHECK_FALSE(verify_password(password, unmatched, options).matches);
        }
    for (const char* none : {"", "!", "*", "3|"})
        CHECK_FALSE(can_match(none));
}
