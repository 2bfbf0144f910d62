// SPDX-License-Identifier: Apache-2.0
#include "directory/mail_verification.h"

#include <fmt/core.h>

#include "base/crypto.h"
#include "base/crypto_cipher.h"
#include "base/html.h"
#include "base/json.h"
#include "base/text.h"
#include "directory/profile_rules.h"
#include "storage/config_rows.h"
#include "storage/job_rows.h"

namespace roster {

namespace {

constexpr std::string_view kEmailCheckJob = "OCA\\Settings\\BackgroundJobs\\VerifyUserData";
constexpr std::string_view kTokenCleanUpJob = "OC\\Security\\VerificationToken\\CleanUpJob";
constexpr std::size_t kTokenLength = 21;
constexpr std::size_t kSubjectDigits = 8;
// Twice the week for which the token is good.
constexpr std::int64_t kCleanUpAfterSeconds = 14 * 24 * 3600;

// Makes the token and leaves it where the page behind the link looks for it.
std::string store_token(Transaction& tx, std::string_view uid, const std::string& address) {
    const std::string token = random_text(kTokenLength, kAlphanumeric);
    const std::string subject = "verifyMail" + sha256_hex(address).substr(0, kSubjectDigits);
    storage::set_preference(
        tx.db, uid, "core", subject,
        encrypt(fmt::format("{}:{}", tx.now, token), address + tx.settings->secret()));
    Array clean_up;
    clean_up.append("userId", uid);
    clean_up.append("subject", subject);
    clean_up.append("pp", address);
    clean_up.append("notBefore", tx.now + kCleanUpAfterSeconds);
    // JSON within JSON: this job takes a text.
    storage::queue_job(tx.db, kTokenCleanUpJob, to_json(to_json(clean_up)), tx.now);
    return token;
}

Mail compose_mail(const Transaction& tx, const User& user, const std::string& address,
                  const std::string& token) {
    const std::string link = tx.own_url() + "/index.php/apps/provisioning_api/mailVerification/" +
                             percent_encode(encrypt(address, tx.settings->secret())) + "/" + token +
                             "/" + percent_encode(user.uid);
    constexpr std::string_view kRequest =
        "This address was added to your account. Open the link to confirm that it is yours.";
    return {.to = address,
            .to_name = user.display_name(),
            .subject = "Confirm your e-mail address",
            .text = fmt::format("{}\n\n{}\n", kRequest, link),
            .html = fmt::format("<p>{}</p>\n<p><a href=\"{}\">Confirm the address</a></p>\n",
                                kRequest, escape_html(link))};
}

}  // namespace

void send_verification_mails(Transaction& tx, const User& user, Profile& profile) {
    for (Property* mail : mails_to_verify(profile)) {
        const std::string token = store_token(tx, user.uid, mail->value);
        tx.after_commit(
            [&mailer = tx.house.mailer, message = compose_mail(tx, user, mail->value, token)] {
                mailer.send(message);
            });
        mail->locally_verified = kVerificationInProgress;
    }
}

void queue_email_check(Transaction& tx, std::string_view uid, std::string_view email) {
    Array argument;
    argument.append("verificationCode", "");
    argument.append("data", email);
    argument.append("type", "email");
    argument.append("uid", uid);
    argument.append("try", 0);
    argument.append("lastRun", tx.now);
    storage::queue_job(tx.db, kEmailCheckJob, to_json(argument), tx.now);
}

}  // namespace roster
