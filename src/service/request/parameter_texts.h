// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "service/exchange.h"

namespace roster {

// Refuses bad_text, with the parameter's name as field, where a parameter holds bytes that are no
// UTF-8, or a NUL: what is stored or compared is text, the same on every engine. The parameters of
// the path are left to whoever looks them up: nothing has such a name.
Result<Done> check_texts(const Exchange& exchange, const Transaction& tx);

}  // namespace roster
