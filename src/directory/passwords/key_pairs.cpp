// SPDX-License-Identifier: Apache-2.0
#include "directory/passwords/key_pairs.h"

#include "directory/transaction.h"

namespace roster {

std::optional<KeyPair> KeyPairs::take(Slow purpose) {
    KeyPair pair;
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() <= (purpose == Slow::flow_key ? kLeftByFlows : 0)) return std::nullopt;
        pair = std::move(waiting_.front());
        waiting_.pop_front();
    }
    if (taken) taken();
    return pair;
}

bool KeyPairs::make_one() {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= kMost) return false;
    }
    std::optional<KeyPair> made = generate_rsa_unless(stopped_, kUsualKeyBits);
    if (!made) return false;
    const std::lock_guard lock(mutex_);
    waiting_.push_back(*std::move(made));
    return waiting_.size() < kMost;
}

const KeyPair& key_pair(Transaction& tx, int bits, Slow purpose) {
    const auto waiting = [&keys = tx.installation.keys, bits, purpose]() -> std::optional<KeyPair> {
        return bits == kUsualKeyBits ? keys.take(purpose) : std::nullopt;
    };
    auto& mine = tx.work.key_pairs;
    if (!mine.contains(bits))
        if (std::optional<KeyPair> ready = waiting()) mine.emplace(bits, *std::move(ready));
    return tx.work.once(
        mine, bits,
        [waiting, bits] {
            std::optional<KeyPair> ready = waiting();  // added while this call waited
            return ready ? *std::move(ready) : generate_rsa(bits);
        },
        purpose);
}

}  // namespace roster
