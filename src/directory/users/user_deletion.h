// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/error.h"
#include "model/user.h"

namespace roster {

// Deletes a user with everything that refers to it; the home folder goes once that is durable. The
// uid is free at once. Refuses own_user, forbidden, and the user `0`.
Result<Done> delete_user(Transaction& tx, const User& target);

}  // namespace roster
