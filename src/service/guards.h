// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// Whether this caller may make this call at all, from the route's row (contract: guards; the first
// that fails answers).
Result<Done> pass_guards(Exchange& exchange, Transaction& tx);

// After them: guessing and calling too often (contract: guards, sections 4 and 5), which counts the
// call, and the least that the gate asks for.
Result<Done> pass_limits(Exchange& exchange, Transaction& tx);
// Whether that is counted in the database.
bool has_stored_limit(const Route& route);

// What has to be noted once the handler has decided, such as a failed guess; hands on its result.
Result<Done> after_guards(Exchange& exchange, Transaction& tx, Result<Done> handled);

// Whether the request proves that it was not made by a foreign page: the header OCS-APIRequest, or
// the request token of its session.
bool passes_csrf_check(const Exchange& exchange);

}  // namespace roster
