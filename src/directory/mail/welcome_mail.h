// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "directory/mail/mail.h"
#include "directory/transaction.h"
#include "directory/users/user_state.h"
#include "model/user.h"

namespace roster {

// The address that mail for an account goes to: the one it chose for notifications, else its
// system e-mail.
std::optional<std::string> effective_email(Transaction& tx, const Uid& uid);

// What the mail to a new account says. `password_link` is empty for an account that has a
// password already, `client_url` when no client is to be advertised. `language` as `de` or
// `de_DE`; what is not German is written in English.
struct Welcome {
    Uid uid{};
    std::string display_name{};
    std::string email{};
    std::string language{};
    std::string instance_name{};
    std::string instance_url{};
    std::string password_link{};
    std::string client_url{};
};
Mail to_mail(const Welcome& welcome);

// Whether the mail invites to set a password: always, never, or when an earlier invitation or a
// request for a new password is still open (preference core/lostpassword).
enum class PasswordLink { always, never, if_open };

// Sends the welcome mail when the call is durable. Does nothing for an account without address.
void send_welcome_mail(Transaction& tx, const User& user, PasswordLink link);
// The same of a user whose state is known.
void send_welcome_mail(Transaction& tx, const UserState& user, const std::string& instance_name,
                       PasswordLink link);

}  // namespace roster
