// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster {

struct HashingOptions {
    int time_cost = 4;
    int memory_kib = 65536;
    int threads = 1;
    int bcrypt_cost = 10;          // 4 to 31, the logarithm of the rounds
    bool prefer_bcrypt = false;    // new hashes use bcrypt instead of argon2id
    std::string legacy_salt = {};  // config `passwordsalt`, for hashes without a prefix
};

// Hashes a password in the form that Nextcloud stores: `3|$argon2id$...`, or `1|$2y$...` where
// bcrypt is preferred. Argon2 parameters below the minimum are raised to it (8 KiB for each
// thread). Throws std::runtime_error when memory runs out or the bcrypt cost is out of range, and
// std::invalid_argument when a password for bcrypt contains a NUL byte, which would cut it.
std::string hash_password(std::string_view password, const HashingOptions& options);

// A hash that no password matches. Checking a password against it takes as long as against a hash
// made with these options.
std::string unmatched_hash(const HashingOptions& options);

struct Verdict {
    bool matches = false;
    bool rehash = false;  // matches, but the password should be hashed and stored again
};

// Checks a password against a stored hash: prefix 1, 2 or 3 and a hash whose form decides the
// algorithm (argon2id, argon2i, bcrypt, and what PHP's crypt() knows), or a legacy hash without a
// prefix. No password matches any other text. Takes as long as the hash was designed to take.
Verdict verify_password(std::string_view password, std::string_view stored,
                        const HashingOptions& options);

// Whether any password can match the stored text. A user without a password has an empty or a short
// text.
bool can_match(std::string_view stored);

// Whether a hash made by another system may be stored: prefix 1 to 3, then argon2 or bcrypt ($2y$).
bool is_importable_hash(std::string_view stored);

}  // namespace roster
