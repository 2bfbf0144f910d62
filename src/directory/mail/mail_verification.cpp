// SPDX-License-Identifier: Apache-2.0
#include "directory/mail/mail_verification.h"

#include <fmt/core.h>

#include "base/crypto/crypto.h"
#include "base/crypto/crypto_cipher.h"
#include "base/html.h"
#include "base/json/json.h"
#include "base/text.h"

namespace roster {

namespace {

constexpr std::string_view kEmailCheckJob = "OCA\\Settings\\BackgroundJobs\\VerifyUserData";
constexpr std::string_view kTokenCleanUpJob = "OC\\Security\\VerificationToken\\CleanUpJob";
constexpr std::size_t kTokenLength = 21;
constexpr std::size_t kSubjectDigits = 8;
// Twice the lifetime of the token, which is a week.
constexpr std::int64_t kCleanUpAfterSeconds = 14 * 24 * 3600;

Mail compose_mail(const Transaction& tx, const UserState& user, const std::string& address,
                  const Secret& token) {
    const std::string link = tx.own_url() + "/index.php/apps/provisioning_api/mailVerification/" +
                             percent_encode(encrypt(address, tx.settings->secret().reveal())) +
                             "/" + token.reveal() + "/" + percent_encode(user.uid.text());
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

MailVerification begin_verification(Transaction& tx, const UserState& user,
                                    const std::string& address) {
    const Secret token(random_text(kTokenLength, kAlphanumeric));
    const std::string subject = "verifyMail" + sha256_hex(address).substr(0, kSubjectDigits);
    Array clean_up;
    clean_up.append("userId", user.uid.text());
    clean_up.append("subject", subject);
    clean_up.append("pp", address);
    clean_up.append("notBefore", tx.now + kCleanUpAfterSeconds);
    tx.after_commit([&mailer = tx.installation.mailer,
                     message = compose_mail(tx, user, address, token)] { mailer.send(message); });
    return {.token = {.uid = user.uid,
                      .app = "core",
                      .key = subject,
                      .value = encrypt(fmt::format("{}:{}", tx.now, token.reveal()),
                                       address + tx.settings->secret().reveal())},
            // JSON within JSON, because the argument of this job is a text.
            .clean_up = {.job_class = kTokenCleanUpJob, .argument = to_json(to_json(clean_up))}};
}

storage::Job email_check(const Transaction& tx, const Uid& uid, std::string_view email) {
    Array argument;
    argument.append("verificationCode", "");
    argument.append("data", email);
    argument.append("type", "email");
    argument.append("uid", uid.text());
    argument.append("try", 0);
    argument.append("lastRun", tx.now);
    return {.job_class = kEmailCheckJob, .argument = to_json(argument)};
}

}  // namespace roster
