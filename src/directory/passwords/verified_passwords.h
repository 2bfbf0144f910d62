// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/uid.h"

namespace roster {

// Caches for a short time that a password matched a stored hash, so that a client which sends it
// with every call pays for the slow hash once. The key is an HMAC of the password and the stored
// hash under a random secret of this process: after a password change nothing is found.
// Thread-safe.
class VerifiedPasswords {
  public:
    VerifiedPasswords();
    // `now` in Unix seconds.
    bool knows(const Secret& password, std::string_view stored, std::int64_t now);
    // Caches a match for a short time.
    void remember(const Secret& password, std::string_view stored, std::int64_t now);

    // For in-memory tables whose keys would be secrets.
    std::string fingerprint_of(const Secret& secret) const;

  private:
    std::string key(const Secret& password, std::string_view stored) const;

    std::string secret_, print_key_;
    std::mutex mutex_;
    std::unordered_map<std::string, std::int64_t> forget_at_;  // key -> Unix seconds
};

}  // namespace roster
