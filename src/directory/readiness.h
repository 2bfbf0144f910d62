// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"

namespace roster {

// Looks whether the database takes changes: writes a row and takes it out again, at most every
// five seconds while that succeeds. Throws what storage throws.
void try_to_write(Transaction& tx);

}  // namespace roster
