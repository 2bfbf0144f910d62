// SPDX-License-Identifier: Apache-2.0
#include "directory/passwords/password_policy.h"

#include <algorithm>

#include <fmt/core.h>

#include "base/crypto/crypto.h"
#include "base/php/php.h"
#include "base/text.h"
#include "directory/config/app_values.h"
#include "directory/passwords/password_hashes.h"
#include "directory/rows.h"
#include "storage/rows/config_rows.h"

namespace roster {

namespace {

constexpr std::string_view kApp = "password_policy";
constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kSymbols = "!#$%&()*+,-./:;<=>?@[]^_{|}~";

// Passwords of eight characters are left out, `password` among them: the app's list does not refuse
// those (recording "policy: password common").
constexpr std::string_view kCommonPasswords[] = {
#include "directory/passwords/common_passwords.inc"
};
static_assert(std::ranges::is_sorted(kCommonPasswords));

bool has_any_of(std::string_view text, std::string_view characters) {
    return text.find_first_of(characters) != text.npos;
}

bool is_common(const Secret& password) {
    return std::ranges::binary_search(kCommonPasswords,
                                      std::string_view(to_ascii_lower(password.reveal())));
}

bool has_special(const Secret& password) {
    return password.reveal().find_first_not_of(kAlphanumeric) != std::string::npos;
}

}  // namespace

PasswordPolicy to_password_policy(const Settings& settings, const AppValueReader& value) {
    const auto is_on = [&value](std::string_view key, bool otherwise) {
        const std::optional<std::string> stored = value(key);
        return stored ? is_switched_on(*stored) : otherwise;
    };
    const std::optional<std::string> length = value("minLength");
    const std::string enabled = value("enabled").value_or("");
    return {
        .is_on = !enabled.empty() && enabled != "no",
        .minimum_length = length ? to_int(*length) : PasswordPolicy{}.minimum_length,
        .asks_for_leaks = settings.boolean("has_internet_connection", true) &&
                          is_on("enforceHaveIBeenPwned", true),
        .refuses_common = is_on("enforceNonCommonPassword", true),
        .wants_numeric = is_on("enforceNumericCharacters", false),
        .wants_upper_and_lower_case = is_on("enforceUpperLowerCase", false),
        .wants_special = is_on("enforceSpecialCharacters", false),
    };
}

PasswordPolicy find_password_policy(Transaction& tx) {
    const std::vector<storage::AppText> rows = storage::app_texts(rows_of(tx), kApp);
    return to_password_policy(
        *tx.settings, [&rows](std::string_view key) -> std::optional<std::string> {
            const auto row = std::ranges::find(rows, key, &storage::AppText::key);
            if (row == rows.end()) return std::nullopt;
            return row->value;
        });
}

bool passes(const PasswordPolicy& policy, const Secret& password) {
    return !policy.is_on || find_password_fault(policy, password).empty();
}

std::string find_password_fault(const PasswordPolicy& policy, const Secret& password) {
    std::string fault;
    const auto add = [&fault](bool wrong, std::string_view sentence) {
        if (!wrong) return;
        if (!fault.empty()) fault += ' ';
        fault += sentence;
    };
    add(policy.refuses_common && is_common(password),
        "Password is among the 1,000,000 most common ones. Please make it unique.");
    add(static_cast<std::int64_t>(password.size()) < policy.minimum_length,
        fmt::format("Password needs to be at least {} characters long.", policy.minimum_length));
    add(policy.wants_numeric && !has_any_of(password.reveal(), kDigits),
        "Password needs to contain at least one numeric character.");
    add(policy.wants_upper_and_lower_case &&
            !(has_any_of(password.reveal(), kLower) && has_any_of(password.reveal(), kUpper)),
        "Password needs to contain at least one lower and one upper case character.");
    add(policy.wants_special && !has_special(password),
        "Password needs to contain at least one special character.");
    return fault;
}

bool may_be_stored(Transaction& tx, const Secret& password) {
    return password.size() <= kLongestPassword &&
           (!is_hashing_slow(*tx.settings) || passes(find_password_policy(tx), password));
}

Secret generate_fitting_password(Transaction& tx, const PasswordPolicy& policy) {
    if (!tx.work.drawn_password.empty()) return tx.work.drawn_password;
    constexpr std::int64_t kShortest = 10, kLongest = 400;
    const auto length =
        static_cast<std::size_t>(std::clamp(policy.minimum_length, kShortest, kLongest));
    // One character of each kind meets every policy; the rest is easy to read.
    std::string password = random_text(1, kUpper) + random_text(1, kLower) +
                           random_text(1, kDigits) + random_text(1, kSymbols) +
                           random_text(length - 4, kReadable);
    return tx.work.drawn_password = Secret(std::move(password));
}

}  // namespace roster
