// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

#include "base/crypto/crypto_rsa.h"
#include "directory/call_memo.h"

namespace roster {

class Transaction;

// RSA.
inline constexpr int kUsualKeyBits = 2048;

// A stock of key pairs of kUsualKeyBits, because generating one takes a fifth of a second. Login
// flows, which anybody may start, leave half of it to users who have logged in. Only a server fills
// it. Thread-safe, except `taken`.
class KeyPairs {
  public:
    static constexpr std::size_t kMost = 16;
    static constexpr std::size_t kLeftByFlows = kMost / 2;

    // A pair from the stock; nothing when there is none for this purpose.
    std::optional<KeyPair> take(Slow purpose);
    // Adds one pair. False when the stock is full, or after stop().
    bool make_one();
    // Makes make_one() end soon.
    void stop() { stopped_ = true; }

    // Called whenever a pair was taken. Set it before the first call.
    std::function<void()> taken{};

  private:
    std::mutex mutex_{};
    std::deque<KeyPair> waiting_{};
    std::atomic<bool> stopped_{false};
};

// A pair for this call, from the stock or newly generated. May throw NeedsHash.
const KeyPair& key_pair(Transaction& tx, int bits, Slow purpose);

}  // namespace roster
