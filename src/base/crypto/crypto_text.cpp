// SPDX-License-Identifier: Apache-2.0
#include <openssl/evp.h>
#include <sodium.h>

// The encodings of text.h that the crypto libraries implement best.
#include "base/pch.h"
#include "base/text.h"

namespace roster {

namespace {

bool is_base64_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
    // OpenSSL appends a NUL.
    std::string encoded((bytes.size() + 2) / 3 * 4 + 1, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                    reinterpret_cast<const unsigned char*>(bytes.data()),
                    static_cast<int>(bytes.size()));
    encoded.pop_back();
    return encoded;
}

std::string base64_decode(std::string_view text) {
    std::string digits;
    digits.reserve(text.size() + 3);
    std::ranges::copy_if(text, std::back_inserter(digits), is_base64_digit);
    const std::size_t length = digits.size() * 3 / 4;
    digits.resize((digits.size() + 3) / 4 * 4, 'A');  // OpenSSL accepts only whole groups of four.
    std::string bytes(digits.size() / 4 * 3, '\0');
    EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                    reinterpret_cast<const unsigned char*>(digits.data()),
                    static_cast<int>(digits.size()));
    bytes.resize(length);
    return bytes;
}

std::string to_hex(std::string_view bytes) {
    std::string hex(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                   bytes.size());
    hex.pop_back();
    return hex;
}

}  // namespace roster
