// SPDX-License-Identifier: Apache-2.0
#include "base/crypto/crypto.h"

#include <doctest/doctest.h>

#include <array>
#include <cctype>
#include <set>
#include <stdexcept>
#include <thread>

#include "base/text.h"

using namespace roster;

TEST_CASE("digests are the published ones, in lower-case hex") {
    CHECK(md5_hex("abc") == "900150983cd24fb0d6963f7d28e17f72");
    CHECK(md5_hex("") == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(sha1_hex("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha512_hex("abc") ==
          "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
          "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST_CASE("a token row's hash is the SHA-512 of token and secret") {
    CHECK(sha512_hex("tokenSECRET") ==
          "d904700ebb18ac165b87567b19b384e789920624bff86e46512917fe573e1d1b"
          "acdad57db780aa0dac41ff2d5d476c3212779e5ffa6e6777648814a1fbce497b");
}

TEST_CASE("HMAC-SHA256 takes keys shorter and longer than a block (RFC 4231)") {
    CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(to_hex(hmac_sha256(std::string(131, '\xaa'),
                             "Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("texts are equal in constant time only when all bytes are") {
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("secret", "secret"));
    CHECK_FALSE(equal_in_constant_time("secret", "secreT"));
    CHECK_FALSE(equal_in_constant_time("secret", "secret "));
}

TEST_CASE("a wiped secret is empty") {
    std::string secret = "secret";
    wipe(secret);
    CHECK(secret.empty());
}

TEST_CASE("random bytes come in the wanted number and differ") {
    CHECK(random_bytes(0).empty());
    CHECK(random_bytes(5000).size() == 5000);
    CHECK(random_bytes(16) != random_bytes(16));
}

TEST_CASE("random text draws every character of its alphabet evenly and no other") {
    constexpr std::size_t kDraws = 62000;
    const std::string text = random_text(kDraws, kAlphanumeric);
    REQUIRE(text.size() == kDraws);
    std::array<int, 256> counts{};
    for (const char character : text)
        ++counts[static_cast<unsigned char>(character)];
    int drawn = 0;
    for (const char character : kAlphanumeric) {
        const int count = counts[static_cast<unsigned char>(character)];
        // 1000 expected, and 6 standard deviations are 190. A plain remainder of a byte would
        // draw the first 8 letters 1211 times.
        CHECK(count > 810);
        CHECK(count < 1190);
        drawn += count;
    }
    CHECK(drawn == kDraws);
}

TEST_CASE("random text takes alphabets of 1 to 256 characters") {
    CHECK(random_text(3, "a") == "aaa");
    CHECK(random_text(0, "ab").empty());
    CHECK(random_text(10, std::string(256, 'x')) == "xxxxxxxxxx");
    CHECK_THROWS_AS(random_text(1, ""), std::invalid_argument);
    CHECK_THROWS_AS(random_text(1, std::string(257, 'x')), std::invalid_argument);
}

TEST_CASE("the alphabets are Nextcloud's") {
    CHECK(kAlphanumeric.size() == 62);
    CHECK(kBase64Alphabet.size() == 64);
    CHECK(kReadable.size() == 52);
    for (const std::string_view alphabet : {kAlphanumeric, kBase64Alphabet, kReadable})
        CHECK(std::set<char>(alphabet.begin(), alphabet.end()).size() == alphabet.size());
    CHECK(kReadable.find_first_of("hluvIOUV01") == std::string_view::npos);
}

TEST_CASE("random text never repeats between threads") {
    std::array<std::string, 4> texts;
    {
        std::array<std::jthread, 4> threads;
        for (std::size_t i = 0; i < threads.size(); ++i)
            threads[i] = std::jthread([&texts, i] { texts[i] = random_text(40, kAlphanumeric); });
    }
    CHECK(std::set<std::string>(texts.begin(), texts.end()).size() == texts.size());
}

TEST_CASE("a generated password ends in upper case, lower case, digit and symbol") {
    for (int i = 0; i < 200; ++i) {
        const std::string password = generate_password();
        CAPTURE(password);
        REQUIRE(password.size() == 14);
        CHECK(password.find_first_not_of(kBase64Alphabet) >= 10);
        CHECK(std::isupper(static_cast<unsigned char>(password[10])));
        CHECK(std::islower(static_cast<unsigned char>(password[11])));
        CHECK(std::isdigit(static_cast<unsigned char>(password[12])));
        CHECK(std::ispunct(static_cast<unsigned char>(password[13])));
    }
}
