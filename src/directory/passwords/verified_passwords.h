// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/uid.h"

namespace roster {

// Remembers for a short time that a password fitted a stored hash, so that a client which sends it
// with every call pays for the slow hash once. The key mixes a random secret of this process with
// the password and the stored hash: after a changed password nothing is found. Thread-safe.
class VerifiedPasswords {
  public:
    VerifiedPasswords();
    bool knows(const Secret& password, std::string_view stored, std::int64_t now);
    void remember(const Secret& password, std::string_view stored, std::int64_t now);

    // For tables of this process whose keys would be secrets.
    std::string fingerprint_of(const Secret& secret) const;

  private:
    std::string key(const Secret& password, std::string_view stored) const;

    std::string secret_, print_key_;
    std::mutex mutex_;
    std::unordered_map<std::string, std::int64_t> forget_at_;  // key -> Unix seconds
};

}  // namespace roster
