// SPDX-License-Identifier: Apache-2.0
#include "directory/passwords/password_hashes.h"

namespace roster {

namespace {

using Hashed = std::vector<HashedPassword>;

// A hash of so many KiB costs less than handing it to another thread.
constexpr std::int64_t kQuickKib = 64;

// Adds the hashes of these passwords to the call's memo.
void compute(CallMemo& work, HashThreads& threads, const HashingOptions& options,
             std::vector<Secret> passwords) {
    Hashed made(passwords.size());
    threads.spread(made.size(), [&](std::size_t i) {
        made[i].hash = hash_password(passwords[i].reveal(), options);
        made[i].password = std::move(passwords[i]);
    });
    work.hashed.insert(work.hashed.end(), std::make_move_iterator(made.begin()),
                       std::make_move_iterator(made.end()));
}

// True when they are computed; otherwise CallMemo::pending computes them.
bool compute_or_leave(Transaction& tx, std::vector<Secret> passwords) {
    const HashingOptions options = hashing_options(*tx.settings);
    CallMemo& work = tx.work;
    HashThreads& threads = tx.installation.hash_threads;
    if (work.may_hash || !is_hashing_slow(*tx.settings)) {
        compute(work, threads, options, std::move(passwords));
        return true;
    }
    work.pending = [&work, &threads, options, missing = std::move(passwords)] {
        compute(work, threads, options, missing);
    };
    work.pending_for = Slow::hash;
    return false;
}

// The first hash of this password that this attempt has not taken. The search starts at `place`,
// because hashes are taken in the order in which they were made.
HashedPassword* take(Hashed& hashed, const Secret& password, std::size_t& place) {
    for (std::size_t looked_at = 0; looked_at < hashed.size(); ++looked_at, ++place) {
        if (place >= hashed.size()) place = 0;
        HashedPassword& made = hashed[place];
        if (made.taken || made.password.reveal() != password.reveal()) continue;
        made.taken = true;
        ++place;
        return &made;
    }
    return nullptr;
}

}  // namespace

HashingOptions hashing_options(const Settings& settings) {
    HashingOptions options;
    options.time_cost = static_cast<int>(settings.integer("hashingTimeCost", options.time_cost));
    options.memory_kib =
        static_cast<int>(settings.integer("hashingMemoryCost", options.memory_kib));
    options.threads = static_cast<int>(settings.integer("hashingThreads", options.threads));
    options.bcrypt_cost = static_cast<int>(settings.integer("hashingCost", options.bcrypt_cost));
    options.prefer_bcrypt = settings.boolean("hashing_default_password", false);
    options.legacy_salt = settings.text("passwordsalt");
    return options;
}

bool is_hashing_slow(const Settings& settings) {
    const HashingOptions options = hashing_options(settings);
    return options.prefer_bcrypt || options.threads > 1 ||
           std::int64_t{options.time_cost} * options.memory_kib > kQuickKib;
}

std::vector<std::string> hash_passwords(Transaction& tx, std::span<const Secret* const> passwords) {
    std::vector<std::string> hashes(passwords.size());
    std::vector<std::size_t> missing;
    std::size_t place = tx.work.next_hash;
    for (std::size_t i = 0; i < passwords.size(); ++i) {
        if (const HashedPassword* made = take(tx.work.hashed, *passwords[i], place))
            hashes[i] = made->hash;
        else
            missing.push_back(i);
    }
    tx.work.next_hash = place;
    if (missing.empty()) return hashes;
    std::vector<Secret> copies;
    for (const std::size_t i : missing)
        copies.push_back(*passwords[i]);
    place = tx.work.hashed.size();
    if (!compute_or_leave(tx, std::move(copies))) throw NeedsHash{};
    for (const std::size_t i : missing)
        hashes[i] = take(tx.work.hashed, *passwords[i], place)->hash;
    return hashes;
}

std::string hash_password(Transaction& tx, const Secret& password) {
    const Secret* const wanted = &password;
    return hash_passwords(tx, {&wanted, 1}).front();
}

bool hash_ahead(Transaction& tx, std::vector<Secret> passwords) {
    // An attempt that was rolled back has left some.
    std::size_t place = 0;
    std::erase_if(passwords, [&](const Secret& password) {
        return take(tx.work.hashed, password, place) != nullptr;
    });
    tx.work.begin_run();
    return passwords.empty() || compute_or_leave(tx, std::move(passwords));
}

}  // namespace roster
