// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

namespace roster {

struct KeyPair {
    std::string private_pem;  // PKCS#8
    std::string public_pem;   // SubjectPublicKeyInfo; 451 bytes for 2048 bits
};

// Generates a key pair with exponent 65537. Takes some tenths of a second for 2048 bits, seconds
// for 4096. Throws std::runtime_error when OpenSSL fails.
KeyPair generate_rsa(int bits);
// The same, but stops early and returns nothing once `stopped` is true.
std::optional<KeyPair> generate_rsa_unless(const std::atomic<bool>& stopped, int bits);

// Encrypts with OAEP (SHA-1, MGF1 with SHA-1) into as many raw bytes as the key has. Throws
// std::runtime_error when the key is unreadable or the text is longer than the key's bytes less 42.
std::string rsa_encrypt(std::string_view text, std::string_view public_pem);
// Decrypts what rsa_encrypt() made. Nothing when the key is unreadable or does not fit the bytes.
std::optional<std::string> rsa_decrypt(std::string_view bytes, std::string_view private_pem);

}  // namespace roster
