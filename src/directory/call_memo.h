// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/crypto/crypto_password.h"
#include "base/crypto/crypto_rsa.h"
#include "model/uid.h"

namespace roster {

// Thrown when a call needs a slow computation on a thread that must not wait: another thread runs
// CallMemo::pending, then the call is run again and finds the result.
struct NeedsHash {};

// What a slow computation is for, in order of priority: passwords before key pairs, and key pairs
// of users who have logged in before those that anybody may request.
enum class Slow { hash, login_key, flow_key };

// A hash that a call has computed. Each is used for one user, so that equal passwords get different
// hashes. A new attempt takes them again.
struct HashedPassword {
    Secret password{};
    std::string hash{};
    bool taken = false;
};

// A password and the stored hash that it was compared with.
using VerifiedKey = std::pair<Secret, std::string>;
struct VerifiedOrder {
    bool operator()(const VerifiedKey& a, const VerifiedKey& b) const {
        return std::tie(a.first.reveal(), a.second) < std::tie(b.first.reveal(), b.second);
    }
};

// What a call has computed slowly, or drawn at random and must draw only once. Survives a new
// attempt on another lane.
struct CallMemo {
    // Whether this thread may wait for a slow computation, and for a remote database. Set by
    // whoever chose the thread.
    bool may_hash = true;
    bool may_query = true;
    std::function<void()> pending{};
    Slow pending_for = Slow::hash;

    std::map<VerifiedKey, Verdict, VerifiedOrder> verified{};
    std::vector<HashedPassword> hashed{};  // in the order in which they are needed
    std::size_t next_hash = 0;             // probably needed next
    std::map<int, KeyPair> key_pairs{};    // by bits
    // Random texts that the next attempt must find again; empty: not drawn yet.
    Uid drawn_uid{};
    Secret drawn_password{};
    bool counted = false;  // in Installation::call_counts

    // Call this when an attempt begins.
    void begin_run() {
        for (HashedPassword& made : hashed)
            made.taken = false;
        next_hash = 0;
    }

    // The result of `compute`, cached under `key` in `results`. Throws NeedsHash where may_hash is
    // false.
    template <class Results, class Key, class Compute>
    const auto& once(Results& results, const Key& key, Compute compute, Slow purpose = Slow::hash) {
        const auto found = results.find(key);
        if (found != results.end()) return found->second;
        if (may_hash) return results.emplace(key, compute()).first->second;
        pending = [&results, key, compute] { results.emplace(key, compute()); };
        pending_for = purpose;
        throw NeedsHash{};
    }
};

}  // namespace roster
