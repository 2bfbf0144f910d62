// SPDX-License-Identifier: Apache-2.0
#include "base/crypto/crypto_rsa.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "base/crypto/crypto.h"
#include "base/crypto/crypto_cipher.h"
#include "base/crypto/crypto_password.h"
#include "base/fixtures/token_rows.h"
#include "base/text.h"

using namespace roster;

TEST_CASE("a key pair of 2048 bits has the shape of Nextcloud's") {
    const KeyPair pair = generate_rsa(2048);
    CHECK(pair.public_pem.size() == 451);
    CHECK(pair.public_pem.starts_with("-----BEGIN PUBLIC KEY-----\n"));
    CHECK(pair.public_pem.ends_with("\n-----END PUBLIC KEY-----\n"));
    CHECK(pair.private_pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
    CHECK(pair.private_pem.ends_with("\n-----END PRIVATE KEY-----\n"));

    const std::string longest(214, 'x');
    for (const std::string& text : {std::string(), std::string("p\0q", 3), longest}) {
        const std::string bytes = rsa_encrypt(text, pair.public_pem);
        CHECK(bytes.size() == 256);
        CHECK(rsa_decrypt(bytes, pair.private_pem) == text);
        CHECK(rsa_encrypt(text, pair.public_pem) != bytes);
    }
    CHECK_THROWS_AS(rsa_encrypt(longest + 'x', pair.public_pem), std::runtime_error);
}

TEST_CASE("an unreadable key encrypts nothing") {
    CHECK_THROWS_AS(rsa_encrypt("text", ""), std::runtime_error);
    CHECK_THROWS_AS(rsa_encrypt("text", "-----BEGIN PUBLIC KEY-----\nAAAA\n"), std::runtime_error);
    CHECK_FALSE(rsa_decrypt("bytes", "no key").has_value());
    CHECK_THROWS_AS(generate_rsa(16), std::runtime_error);
}

TEST_CASE("token rows of a real Nextcloud open with the app password and the secret") {
    for (const TokenRow& row : kTokenRows) {
        CAPTURE(row.uid);
        const std::string key = std::string(row.app_password) + std::string(kTokenSecret);
        CHECK(sha512_hex(key) == row.token);

        const std::optional<std::string> private_pem = decrypt(row.private_key, key);
        REQUIRE(private_pem.has_value());
        CHECK(private_pem->size() == 1704);
        CHECK(rsa_decrypt(base64_decode(row.password), *private_pem) == row.login_password);
        // The two halves of the pair belong together, and we write what Nextcloud can open.
        CHECK(rsa_decrypt(rsa_encrypt("other", row.public_key), *private_pem) == "other");
        CHECK_FALSE(rsa_decrypt(std::string(256, '\1'), *private_pem).has_value());

        const std::string hashed = sha1_hex(row.login_password) + std::string(row.login_password);
        const Verdict verdict = verify_password(hashed, row.password_hash, {});
        CHECK(verdict.matches);
        CHECK_FALSE(verdict.rehash);
    }
}
