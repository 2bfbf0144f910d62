// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/error.h"
#include "model/user.h"

namespace roster {

// Removes an account with everything that refers to it; its home folder goes once that is durable.
// The uid is free at once. Refuses own_user, forbidden, and the account `0`.
Result<Done> delete_user(Transaction& tx, const User& target);

}  // namespace roster
