// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "directory/transaction.h"
#include "model/profile.h"
#include "model/user.h"

namespace roster {

// Sends a mail with a link to each additional address that nobody has verified, and notes in the
// profile that it is on its way. What the link is checked against is the preference
// `core/verifyMail` + the first 8 hex digits of SHA-256(address): Unix time, colon, token,
// encrypted under address + setting `secret`. The mail leaves when the change is durable.
void send_verification_mails(Transaction& tx, const User& user, Profile& profile);

// Queues Nextcloud's job that has the system e-mail looked up; `email` may be empty.
void queue_email_check(Transaction& tx, std::string_view uid, std::string_view email);

}  // namespace roster
