// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// The longest text that the largest key pair of a token can encrypt.
inline constexpr std::size_t kLongestPassword = 469;  // bytes

// The requirements of the app password_policy for new passwords, from its app values.
struct PasswordPolicy {
    bool is_on = true;                 // otherwise every password passes
    std::int64_t minimum_length = 10;  // bytes
    bool asks_for_leaks = false;       // look passwords up in lists of leaked ones; only reported
    bool refuses_common = true;
    bool wants_numeric = false;
    bool wants_upper_and_lower_case = false;
    bool wants_special = false;
};
// The policy from the stored app values.
PasswordPolicy find_password_policy(Transaction& tx);
// The same from app values that are known.
using AppValueReader = std::function<std::optional<std::string>(std::string_view key)>;
PasswordPolicy to_password_policy(const Settings& settings, const AppValueReader& value);

// Whether a password meets the policy.
bool passes(const PasswordPolicy& policy, const Secret& password);
// What is wrong with a password, in sentences separated by blanks; "" when nothing is.
std::string find_password_fault(const PasswordPolicy& policy, const Secret& password);

// Whether a password is short enough and, where hashing is slow, meets the policy. A password that
// will be refused anyway is not worth a hash.
bool may_be_stored(Transaction& tx, const Secret& password);

// A random password that meets the policy; drawn once per call.
Secret generate_fitting_password(Transaction& tx, const PasswordPolicy& policy);

}  // namespace roster
