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
    bool prefer_bcrypt = false;    // new hashes are bcrypt instead of argon2id
    std::string legacy_salt = {};  // config `passwordsalt`, for hashes without a prefix
};

// The text Nextcloud stores: `3|$argon2id$...`, or `1|$2y$...` where bcrypt is preferred. Argon2
// parameters below the least possible are raised to it (8 KiB for each thread). Throws
// std::runtime_error when memory is short or the bcrypt cost is out of range, and
// std::invalid_argument for a NUL byte in a password for bcrypt, which would cut it.
std::string hash_password(std::string_view password, const HashingOptions& options);

// A stored form that no password fits. To check one against it takes as long as against what these
// options make.
std::string unmatched_hash(const HashingOptions& options);

struct Verdict {
    bool matches = false;
    bool rehash = false;  // matches, but a new hash of this password is to be stored
};

// Checks a password against a stored text: prefix 1, 2 or 3 and a hash whose own form decides the
// algorithm (argon2id, argon2i, bcrypt, and what PHP's crypt() knows), or a legacy hash without a
// prefix. Any other text matches no password. Takes as long as the hash was meant to take.
Verdict verify_password(std::string_view password, std::string_view stored,
                        const HashingOptions& options);

// Whether a stored text can match a password at all: an account without one has an empty or a short
// text.
bool can_match(std::string_view stored);

// Whether a hash made elsewhere may be stored: prefix 1 to 3, then argon2 or bcrypt ($2y$).
bool is_importable_hash(std::string_view stored);

}  // namespace roster
