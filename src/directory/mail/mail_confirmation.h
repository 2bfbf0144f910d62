// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// The address that the key of a verification link stands for: encrypted under the setting
// `secret`. Nothing when it is none of ours.
std::optional<std::string> read_mail_key(const Settings& settings, std::string_view key);

// Notes that the link which was sent to an additional address of the caller has been opened, and
// uses it up. Refuses invalid_argument (field "token") for a wrong or old token, and not_found for
// an address that the account has no more; the message is for people.
Result<Done> confirm_mail(Transaction& tx, std::string_view address, const Secret& token);

}  // namespace roster
