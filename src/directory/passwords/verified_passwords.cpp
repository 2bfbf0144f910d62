// SPDX-License-Identifier: Apache-2.0
#include "directory/passwords/verified_passwords.h"

#include "base/crypto/crypto.h"

namespace roster {

namespace {
constexpr std::int64_t kRememberSeconds = 300;
constexpr std::size_t kMostRemembered = 100'000;
constexpr std::size_t kSecretBytes = 32, kPrintKeyBytes = 16;
}  // namespace

VerifiedPasswords::VerifiedPasswords()
    : secret_(random_bytes(kSecretBytes)), print_key_(random_bytes(kPrintKeyBytes)) {}

std::string VerifiedPasswords::fingerprint_of(const Secret& secret) const {
    return fingerprint(print_key_, secret.reveal());
}

std::string VerifiedPasswords::key(const Secret& password, std::string_view stored) const {
    std::string text(stored);
    text += '\0';
    text += password.reveal();
    return hmac_sha256(secret_, text);
}

bool VerifiedPasswords::knows(const Secret& password, std::string_view stored, std::int64_t now) {
    const std::string wanted = key(password, stored);
    const std::lock_guard lock(mutex_);
    const auto found = forget_at_.find(wanted);
    return found != forget_at_.end() && found->second > now;
}

void VerifiedPasswords::remember(const Secret& password, std::string_view stored,
                                 std::int64_t now) {
    std::string known = key(password, stored);
    const std::lock_guard lock(mutex_);
    if (forget_at_.size() >= kMostRemembered)
        std::erase_if(forget_at_, [now](const auto& entry) { return entry.second <= now; });
    if (forget_at_.size() >= kMostRemembered) forget_at_.clear();
    forget_at_[std::move(known)] = now + kRememberSeconds;
}

}  // namespace roster
