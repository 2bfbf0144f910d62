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

inline constexpr int kUsualKeyBits = 2048;

// Key pairs of kUsualKeyBits that were made ahead, since making one takes a fifth of a second. A
// login flow, which anybody may start, leaves half of them to those who have logged in. Only a
// server fills it. Thread-safe, but for `taken`.
class KeyPairs {
  public:
    static constexpr std::size_t kMost = 16;
    static constexpr std::size_t kLeftByFlows = kMost / 2;

    // One that waits.
    std::optional<KeyPair> take(Slow purpose);
    // Makes one more. False when enough wait, or after stop().
    bool make_one();
    // Has make_one() end soon.
    void stop() { stopped_ = true; }

    // Told whenever one was taken. To be set before the first call.
    std::function<void()> taken{};

  private:
    std::mutex mutex_{};
    std::deque<KeyPair> waiting_{};
    std::atomic<bool> stopped_{false};
};

// A pair for this call: one that waits, else it is made. May throw NeedsHash.
const KeyPair& key_pair(Transaction& tx, int bits, Slow purpose);

}  // namespace roster
