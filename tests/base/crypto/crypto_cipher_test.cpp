// SPDX-License-Identifier: Apache-2.0
#include "base/crypto/crypto_cipher.h"

#include <doctest/doctest.h>

#include "base/crypto/crypto.h"
#include "base/text.h"

using namespace roster;

namespace {

constexpr std::string_view kPassword = "tokenSECRET";
constexpr std::string_view kVersion3 =
    "4dbd832669a03c73153283b51487837e|000102030405060708090a0b0c0d0e0f|"
    "93753b007dac39230659cbcd3600afb379f8fea64a7130b8f2767a27035b4eda"
    "87a8f828d919c9026473c7beb633e5cd2140db8f99bcdb86a92c3c2fdad2880e|3";
constexpr std::string_view kVersion2 =
    "aa31a8790d7a8e7a01e5788c9c6ca80b|000102030405060708090a0b0c0d0e0f|"
    "0f8ac4e7742905ea580f894a44e0d5e551d79b17f69913e99a54bf7717e1267f"
    "b07c1b57881e76c9a61dd37b0e0264f1126f9b6785f02f710f6c6fbe9bbc5f2b|2";
constexpr std::string_view kVersion1 =
    "9a7db007bb7a4794aa201ac07df873f1|abcdefghijklmnop|"
    "7e653eae962ccb5ceb3186490a4b5240e583690222d42fe59da79e0d2257343d"
    "daeaf43bc14ab3a2b3fe9da121b01c0e8f33132226572750a6e5c3333eb899eb";
constexpr std::string_view kVersionInFront =
    "v2|4dbd832669a03c73153283b51487837e|000102030405060708090a0b0c0d0e0f|"
    "6d0e25950b31133d1afe3dd9e1bd8aa37b83be3f2590f2e0daafabd924a18261"
    "6e2ae0811d7b281128fe0516014beb60b481217ffee499dd2f60c9f79e13d20c";
constexpr std::string_view kEmptyPassword =
    "361c727433d6283470629ff8f37b7ed0|000102030405060708090a0b0c0d0e0f|"
    "bea09bb7306fd8c5e979e1139dff0312afea8e89856f76548ad088679b162aee"
    "61091a9464aa643770b8e7cade6463357ee3b042c74a9e8f25ea2bfee489e7f5|3";

}  // namespace

TEST_CASE("every version of the ciphertext is read") {
    for (const std::string_view ciphertext : {kVersion3, kVersion2, kVersion1, kVersionInFront}) {
        CAPTURE(ciphertext);
        CHECK(decrypt(ciphertext, kPassword) == "hello world");
        CHECK_FALSE(decrypt(ciphertext, "tokenSecret").has_value());
        CHECK_FALSE(decrypt(ciphertext, "").has_value());
    }
    CHECK(decrypt(kEmptyPassword, "") == "hello world");
    CHECK(decrypt(kEmptyPassword, std::string_view()) == "hello world");
}

TEST_CASE("what is encrypted comes back, in version 3 and with a new iv each time") {
    for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 1704U}) {
        const std::string plaintext = random_bytes(size);
        const std::string ciphertext = encrypt(plaintext, kPassword);
        const std::vector<std::string_view> parts = split(ciphertext, '|');
        REQUIRE(parts.size() == 4);
        CHECK(parts[0].size() == 2 * (size / 16 + 1) * 16);
        CHECK(parts[1].size() == 32);
        CHECK(parts[2].size() == 128);
        CHECK(parts[3] == "3");
        CHECK(ciphertext.find_first_not_of("0123456789abcdef|") == std::string::npos);
        CHECK(decrypt(ciphertext, kPassword) == plaintext);
        CHECK(encrypt(plaintext, kPassword) != ciphertext);
    }
    CHECK(decrypt(encrypt("text", ""), "") == "text");
}

TEST_CASE("a ciphertext changed anywhere is refused") {
    for (std::size_t at = 0; at < kVersion3.size(); at += 7) {
        std::string changed(kVersion3);
        changed[at] = changed[at] == '0' ? '1' : '0';
        CAPTURE(changed);
        CHECK_FALSE(decrypt(changed, kPassword).has_value());
    }
}

TEST_CASE("a text that is no ciphertext is refused") {
    for (const std::string_view text :
         {"", "|", "||", "|||", "||||", "hello", "00|00|00|3", "zz|zz|zz|3", "0|0|0|2", "v2|||",
          "v2|00|00|00", "00|short|00"}) {
        CAPTURE(text);
        CHECK_FALSE(decrypt(text, kPassword).has_value());
    }
    std::string text(kVersion2);
    text.back() = '4';
    CHECK_FALSE(decrypt(text, kPassword).has_value());
    CHECK_FALSE(decrypt(std::string(kVersion3) + "|", kPassword).has_value());
}

TEST_CASE("an iv of the wrong length is refused even under a right code") {
    CHECK_FALSE(decrypt("9a7db007bb7a4794aa201ac07df873f1|abc|"
                        "7a655aae3f741caba8514861ebb139cc9a621591876e4c6e4856c908206dba4f"
                        "222901ad8f9a094b32c8bd10582120791a836c829a9ca56c337939cd17c3f779",
                        kPassword)
                    .has_value());
    CHECK_FALSE(decrypt("9a7db007bb7a4794aa201ac07df873f1|abcdefghijklmnopq|"
                        "0e3265e38b6b05f4ee27e27458ab773e510ae46ae4267b09bd87f78e6a8aec15"
                        "391ff1ae1336bcf18e5ca6d5b798a417248febf99e2cbb49442901eb83851a29",
                        kPassword)
                    .has_value());
}
