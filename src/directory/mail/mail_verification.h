// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "directory/users/user_state.h"
#include "model/uid.h"
#include "storage/records/job_rows.h"
#include "storage/rows/config_rows.h"

namespace roster {

// Sends a mail with a link to an additional address, once the change is durable. The caller stores
// the result: the preference that the link is checked against, `core/verifyMail` + the first 8 hex
// digits of SHA-256(address): Unix time, colon, token, encrypted under address + setting `secret`;
// and a job that deletes it when it has expired.
struct MailVerification {
    storage::PreferenceRow token{};
    storage::Job clean_up{};
};
MailVerification begin_verification(Transaction& tx, const UserState& user,
                                    const std::string& address);

// Nextcloud's job that verifies the system e-mail; `email` may be empty.
storage::Job email_check(const Transaction& tx, const Uid& uid, std::string_view email);

}  // namespace roster
