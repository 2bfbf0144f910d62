// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"

namespace roster {

// Checks that the database can be written: inserts a row and deletes it, at most every five seconds
// while that succeeds. Throws storage::DatabaseError when it cannot.
void try_to_write(Transaction& tx);

}  // namespace roster
