// SPDX-License-Identifier: Apache-2.0
#include "directory/mail/mail_confirmation.h"

#include "base/crypto/crypto.h"
#include "base/crypto/crypto_cipher.h"
#include "base/php/php.h"
#include "directory/rows.h"
#include "directory/users/user_change.h"
#include "directory/users/users.h"
#include "storage/rows/config_rows.h"

namespace roster {

namespace {

constexpr std::size_t kSubjectDigits = 8;
constexpr std::int64_t kTokenSeconds = 7 * 24 * 3600;

std::string subject_of(std::string_view address) {
    return "verifyMail" + sha256_hex(address).substr(0, kSubjectDigits);
}

Unexpected<Error> refuse_token(std::string message) {
    return refuse(Errc::invalid_argument, std::move(message), "token");
}

// The stored form is `<Unix time>:<token>`, encrypted with the address and the setting `secret`.
Result<Done> check_token(Transaction& tx, std::string_view address, const Secret& token) {
    const std::string stored =
        storage::preference(rows_of(tx), tx.actor.uid, "core", subject_of(address)).value_or("");
    const std::optional<std::string> plain =
        decrypt(stored, std::string(address) + tx.settings->secret().reveal());
    const std::size_t colon = plain ? plain->find(':') : std::string::npos;
    if (colon == std::string::npos)
        return refuse_token("Could not verify mail because the token is invalid.");
    if (to_int(plain->substr(0, colon)) < tx.now - kTokenSeconds)
        return refuse_token("Could not verify mail because the token is expired.");
    if (!equal_in_constant_time(std::string_view(*plain).substr(colon + 1), token.reveal()))
        return refuse_token("Could not verify mail because the token is invalid.");
    return Done{};
}

}  // namespace

std::optional<std::string> read_mail_key(const Settings& settings, std::string_view key) {
    std::optional<std::string> address = decrypt(key, settings.secret().reveal());
    return address ? address : decrypt(key, "");
}

Result<Done> confirm_mail(Transaction& tx, std::string_view address, const Secret& token) {
    TRY(check_token(tx, address, token));
    const User user = TRY(find_user(tx, tx.actor.uid));
    UserChange change;
    change.profile.confirm_mails.emplace_back(address);
    TRY(change_user(tx, user.uid, change));
    storage::delete_preference(rows_of(tx), tx.actor.uid, "core", subject_of(address));
    return Done{};
}

}  // namespace roster
