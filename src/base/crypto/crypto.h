// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace roster {

inline constexpr std::string_view kAlphanumeric =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
// Without characters that are easily confused: h l u v, I O U V, 0 1.
inline constexpr std::string_view kReadable =
    "abcdefgijkmnopqrstwxyzABCDEFGHJKLMNPQRSTWXYZ23456789";
inline constexpr std::string_view kBase64Alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The random functions are fit for secrets and thread-safe. They throw std::runtime_error when the
// system has no randomness.
std::string random_bytes(std::size_t count);
// Draws each character with the same probability. Throws std::invalid_argument unless the alphabet
// has 1 to 256 one-byte characters. Drawing is cheap: the bytes come from a buffer per thread.
std::string random_text(std::size_t length, std::string_view alphabet);
// 14 characters: 10 of kBase64Alphabet, then an upper-case letter, a lower-case one, a digit and
// an ASCII punctuation character.
std::string generate_password();

// Digests as lower-case hex.
std::string md5_hex(std::string_view text);
std::string sha1_hex(std::string_view text);
std::string sha256_hex(std::string_view text);
std::string sha512_hex(std::string_view text);
// The 32 raw bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);
// A keyed hash of 16 bytes (SipHash-2-4) for tables in memory: without the 16-byte `key`, nobody
// can predict a hash or construct a collision. Ten times as fast as an HMAC.
std::string fingerprint(std::string_view key, std::string_view text);

// The duration depends only on the lengths, so it reveals nothing about the content.
bool equal_in_constant_time(std::string_view a, std::string_view b);
// Overwrites a secret with zeros, then empties the string.
void wipe(std::string& secret);

}  // namespace roster
