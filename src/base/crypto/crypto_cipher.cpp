// SPDX-License-Identifier: Apache-2.0
#include "base/crypto/crypto_cipher.h"

#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <sodium.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

#include "base/crypto/crypto.h"
#include "base/text.h"

namespace roster {

namespace {

constexpr std::size_t kBlockSize = 16;

// Never null: OpenSSL takes null for a missing key, not for an empty one.
const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.empty() ? "" : text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

void demand(bool success) {
    if (!success) throw std::runtime_error("cipher failed");
}

struct Keys {
    std::array<unsigned char, 16> cipher{};
    std::string code;  // Lower-case hex; the HMAC key is the text itself.

    Keys() = default;
    Keys(const Keys&) = delete;
    Keys& operator=(const Keys&) = delete;
    ~Keys() {
        sodium_memzero(cipher.data(), cipher.size());
        wipe(code);
    }
};

void derive(Keys& keys, std::string_view cipher_password, std::string_view code_password) {
    constexpr std::string_view kSalt = "phpseclib";
    demand(PKCS5_PBKDF2_HMAC_SHA1(cipher_password.data(), static_cast<int>(cipher_password.size()),
                                  bytes_of(kSalt), static_cast<int>(kSalt.size()), 1000,
                                  static_cast<int>(keys.cipher.size()), keys.cipher.data()) == 1);
    std::string text(code_password);
    text += 'a';
    keys.code = sha512_hex(text);
    wipe(text);
}

std::string hmac_sha512(std::string_view key, std::string_view text) {
    crypto_auth_hmacsha512_state state;
    crypto_auth_hmacsha512_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha512_update(&state, bytes_of(text), text.size());
    std::string code(crypto_auth_hmacsha512_BYTES, '\0');
    crypto_auth_hmacsha512_final(&state, bytes_of(code));
    sodium_memzero(&state, sizeof state);
    return code;
}

struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Free>;

// HKDF-SHA512 (RFC 5869) without salt and info, 64 bytes.
std::string stretch(std::string_view password) {
    const std::unique_ptr<EVP_PKEY_CTX, Free> context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
    std::string material(64, '\0');
    std::size_t size = material.size();
    demand(context != nullptr && EVP_PKEY_derive_init(context.get()) == 1 &&
           EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha512()) == 1 &&
           EVP_PKEY_CTX_set1_hkdf_key(context.get(), bytes_of(password),
                                      static_cast<int>(password.size())) == 1 &&
           EVP_PKEY_derive(context.get(), bytes_of(material), &size) == 1);
    return material;
}

void derive_stretched(Keys& keys, std::string_view password) {
    std::string material = stretch(password);
    derive(keys, std::string_view(material).substr(0, 32), std::string_view(material).substr(32));
    wipe(material);
}

std::string encrypt_blocks(std::string_view plaintext, const Keys& keys, std::string_view iv) {
    const Cipher cipher(EVP_CIPHER_CTX_new());
    demand(cipher != nullptr && EVP_EncryptInit_ex(cipher.get(), EVP_aes_128_cbc(), nullptr,
                                                   keys.cipher.data(), bytes_of(iv)) == 1);
    std::string blocks(plaintext.size() + kBlockSize, '\0');
    int size = 0;
    int rest = 0;
    demand(EVP_EncryptUpdate(cipher.get(), bytes_of(blocks), &size, bytes_of(plaintext),
                             static_cast<int>(plaintext.size())) == 1);
    demand(EVP_EncryptFinal_ex(cipher.get(), bytes_of(blocks) + size, &rest) == 1);
    blocks.resize(static_cast<std::size_t>(size + rest));
    return blocks;
}

std::optional<std::string> decrypt_blocks(std::string_view blocks, const Keys& keys,
                                          std::string_view iv) {
    const Cipher cipher(EVP_CIPHER_CTX_new());
    demand(cipher != nullptr && EVP_DecryptInit_ex(cipher.get(), EVP_aes_128_cbc(), nullptr,
                                                   keys.cipher.data(), bytes_of(iv)) == 1);
    std::string plaintext(blocks.size() + kBlockSize, '\0');
    int size = 0;
    int rest = 0;
    if (EVP_DecryptUpdate(cipher.get(), bytes_of(plaintext), &size, bytes_of(blocks),
                          static_cast<int>(blocks.size())) != 1 ||
        EVP_DecryptFinal_ex(cipher.get(), bytes_of(plaintext) + size, &rest) != 1)
        return std::nullopt;
    plaintext.resize(static_cast<std::size_t>(size + rest));
    return plaintext;
}

std::optional<std::string> read_hex(std::string_view text) {
    std::string bytes(text.size() / 2, '\0');
    if (sodium_hex2bin(bytes_of(bytes), bytes.size(), text.data(), text.size(), nullptr, nullptr,
                       nullptr) != 0)
        return std::nullopt;
    return bytes;
}

// The parts of a ciphertext of any version.
struct Envelope {
    std::string_view blocks_hex;
    std::string_view iv_text;
    std::string_view code_hex;
    bool iv_is_hex = true;
    bool stretched = false;
    bool code_covers_binary_iv = false;
};

std::optional<Envelope> open_envelope(std::string_view ciphertext) {
    const std::vector<std::string_view> parts = split(ciphertext, '|');
    if (parts.size() == 3)
        return Envelope{
            .blocks_hex = parts[0], .iv_text = parts[1], .code_hex = parts[2], .iv_is_hex = false};
    if (parts.size() != 4) return std::nullopt;
    if (parts[0] == "v2")
        return Envelope{.blocks_hex = parts[1],
                        .iv_text = parts[2],
                        .code_hex = parts[3],
                        .stretched = true,
                        .code_covers_binary_iv = true};
    if (parts[3] != "2" && parts[3] != "3") return std::nullopt;
    return Envelope{.blocks_hex = parts[0],
                    .iv_text = parts[1],
                    .code_hex = parts[2],
                    .stretched = parts[3] == "3"};
}

}  // namespace

std::string encrypt(std::string_view plaintext, std::string_view password) {
    Keys keys;
    derive_stretched(keys, password);
    const std::string iv = random_bytes(kBlockSize);
    const std::string blocks_hex = to_hex(encrypt_blocks(plaintext, keys, iv));
    const std::string iv_hex = to_hex(iv);
    const std::string code_hex = to_hex(hmac_sha512(keys.code, blocks_hex + iv_hex));
    return blocks_hex + '|' + iv_hex + '|' + code_hex + "|3";
}

std::optional<std::string> decrypt(std::string_view ciphertext, std::string_view password) {
    const std::optional<Envelope> envelope = open_envelope(ciphertext);
    if (!envelope) return std::nullopt;
    const std::optional<std::string> blocks = read_hex(envelope->blocks_hex);
    const std::optional<std::string> code = read_hex(envelope->code_hex);
    const std::optional<std::string> iv =
        envelope->iv_is_hex ? read_hex(envelope->iv_text) : std::string(envelope->iv_text);
    if (!blocks || !code || !iv || iv->size() != kBlockSize) return std::nullopt;

    Keys keys;
    if (envelope->stretched)
        derive_stretched(keys, password);
    else
        derive(keys, password, password);
    std::string covered(envelope->blocks_hex);
    covered += envelope->code_covers_binary_iv ? *iv : envelope->iv_text;
    if (!equal_in_constant_time(hmac_sha512(keys.code, covered), *code)) return std::nullopt;
    return decrypt_blocks(*blocks, keys, *iv);
}

}  // namespace roster
