// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// The address in the key of a verification link, which is encrypted with the setting `secret`.
// Nothing when the key is not ours.
std::optional<std::string> read_mail_key(const Settings& settings, std::string_view key);

// Marks an additional address of the caller as verified, because its link was opened, and
// invalidates the link. Refuses invalid_argument (field "token") for a wrong or old token, and
// not_found for an address that the user has no more. The message is readable.
Result<Done> confirm_mail(Transaction& tx, std::string_view address, const Secret& token);

}  // namespace roster
