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

// Exponent 65537. Takes some tenths of a second for 2048 bits, seconds for 4096.
KeyPair generate_rsa(int bits);
// The same, but nothing soon after `stopped` has become true.
std::optional<KeyPair> generate_rsa_unless(const std::atomic<bool>& stopped, int bits);

// OAEP with SHA-1 and MGF1 SHA-1; raw bytes, as many as the key has. Throws std::runtime_error
// for an unreadable key, and for a text longer than the key's bytes less 42.
std::string rsa_encrypt(std::string_view text, std::string_view public_pem);
// Nothing: the key is unreadable or the bytes are not meant for it.
std::optional<std::string> rsa_decrypt(std::string_view bytes, std::string_view private_pem);

}  // namespace roster
