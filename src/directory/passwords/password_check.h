// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// Whether a password is right, without logging anybody in: the uid in any letter case, no e-mail.
// Refuses bad_credentials (field "password") and logs it. May throw NeedsHash.
Result<Done> check_password_of(Transaction& tx, const std::string& login, const Secret& password);

}  // namespace roster
