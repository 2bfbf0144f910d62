// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "storage/engine/connection.h"

namespace roster {

// The tables within this call, for src/directory alone: a handler that could run SQL would bypass
// the rules. (Checked by tests/tidy.py.)
inline storage::Connection& rows_of(const Transaction& tx) {
    return tx.db_;
}

}  // namespace roster
