// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// Takes an attempt from where it stands to the end of its handler: admission, login, guards,
// limits, the body, the needed hashes, the handler. Where the thread may not do the next step, it
// returns earlier with Run::stop. Call it again to continue, with a transaction that has taken over
// the results so far.
Result<Done> serve(Exchange& exchange, Transaction& tx);

// Applies the parameter forceLanguage.
void force_language(const Exchange& exchange, Transaction& tx);

}  // namespace roster
