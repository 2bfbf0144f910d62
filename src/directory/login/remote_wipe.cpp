// SPDX-License-Identifier: Apache-2.0
#include "directory/login/remote_wipe.h"

#include <fmt/core.h>

#include "base/html.h"
#include "directory/login/tokens.h"
#include "directory/mail/mail.h"
#include "directory/profiles/profiles.h"
#include "directory/users/users.h"

namespace roster {

namespace {

constexpr std::string_view kStarted = "started", kFinished = "finished";

void send_wipe_mail(Transaction& tx, const User& user, const std::string& address,
                    const std::string& device, std::string_view what) {
    const std::string sentence =
        fmt::format("The device or program \"{}\" {}.", device,
                    what == kStarted ? "is deleting what it keeps of your account"
                                     : "has deleted what it kept of your account");
    tx.after_commit([&mailer = tx.installation.mailer,
                     mail = Mail{.to = address,
                                 .to_name = user.display_name(),
                                 .subject = fmt::format("Remote wipe {}: {}", what, device),
                                 .text = sentence + "\n",
                                 .html = fmt::format("<p>{}</p>\n", escape_html(sentence))}] {
        mailer.send(mail);
    });
}

// Writes to the log and mails the owner of the token; `what` is kStarted or kFinished.
void tell(Transaction& tx, const Token& token, std::string_view what) {
    tx.log({.level = LogLevel::info,
            .message = fmt::format("user {} {} a remote wipe", token.uid, what)});
    const std::optional<User> user = user_with_uid(tx, token.uid);
    const std::string address = email_of(tx, token.uid).value_or("");
    if (address.empty())
        tx.log({.level = LogLevel::info,
                .message =
                    fmt::format("not sending a wipe {} email because user <{}> has no email set",
                                what, token.uid)});
    else if (user)
        send_wipe_mail(tx, *user, address, token.name, what);
}

}  // namespace

bool start_wipe(Transaction& tx, const Secret& token) {
    const FoundToken found = find_token(tx, token);
    if (found.state != TokenState::wiped) return false;
    tell(tx, found.token, kStarted);
    return true;
}

bool finish_wipe(Transaction& tx, const Secret& token) {
    const FoundToken found = find_token(tx, token);
    if (found.state != TokenState::wiped) return false;
    delete_token(tx, found.token);
    tell(tx, found.token, kFinished);
    return true;
}

}  // namespace roster
