// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "directory/mail/mail.h"
#include "directory/transaction.h"
#include "directory/users/user_state.h"
#include "model/user.h"

namespace roster {

// Where mail for a user goes: the address chosen for notifications, else the system e-mail.
std::optional<std::string> effective_email(Transaction& tx, const Uid& uid);

// The content of the welcome mail. `password_link` is empty for a user who has a password already,
// `client_url` when no client is advertised. `language` such as `de` or `de_DE`; every language but
// German gets English.
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
// The message in the language of `welcome`, without sending it.
Mail to_mail(const Welcome& welcome);

// Whether the mail contains a link for setting a password: always, never, or when an earlier
// invitation or password reset is still open (preference core/lostpassword).
enum class PasswordLink { always, never, if_open };

// Sends the welcome mail once the call is durable. Does nothing for a user without address.
void send_welcome_mail(Transaction& tx, const User& user, PasswordLink link);
// The same when the user's state is known.
void send_welcome_mail(Transaction& tx, const UserState& user, const std::string& instance_name,
                       PasswordLink link);

}  // namespace roster
