// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// Checks a password without a login. `login` is the uid in any letter case, not an e-mail. Refuses
// bad_credentials (field "password") and logs it. May throw NeedsHash.
Result<Done> check_password_of(Transaction& tx, const std::string& login, const Secret& password);

}  // namespace roster
