// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// Takes a run from where it stands to the end of its handler: who may call at all, who calls,
// guards, limits, the body, the hashes that will be wanted, the handler. Where the thread may not
// do what comes next, it ends before that with Run::stop. A run that stopped goes on by another
// call of this, with a transaction that has taken over what it has found out.
Result<Done> serve(Exchange& exchange, Transaction& tx);

// The parameter forceLanguage.
void force_language(const Exchange& exchange, Transaction& tx);

}  // namespace roster
