// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "service/exchange.h"

namespace roster {

// Refuses bad_text, with the parameter's name as field, when a parameter contains bytes that are
// not UTF-8, or a NUL: texts must be stored and compared the same on every engine. Does not check
// the parameters of the path: the lookup will find nothing of such a name.
Result<Done> check_texts(const Exchange& exchange, const Transaction& tx);

}  // namespace roster
