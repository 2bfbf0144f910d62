// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// Whether the actor may make this call, according to the route's row (contract: guards; the first
// guard that fails answers).
Result<Done> pass_guards(Exchange& exchange, Transaction& tx);

// The checks after pass_guards(): failed attempts and rate limits (contract: guards, sections 4 and
// 5), which count the call, and the minimum role of the gate.
Result<Done> pass_limits(Exchange& exchange, Transaction& tx);
// Whether the route's limits are counted in the database.
bool has_stored_limit(const Route& route);

// Records what the handler's result requires, such as a failed attempt; passes the result on.
Result<Done> after_guards(Exchange& exchange, Transaction& tx, Result<Done> handled);

}  // namespace roster
