// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// Whether this caller may make this call at all, from the route's row (contract: guards; the first
// that fails answers).
Result<Done> pass_guards(Exchange& exchange, Transaction& tx);

// What has to be noted once the handler has decided, such as a failed guess; hands on its result.
Result<Done> after_guards(Exchange& exchange, Transaction& tx, Result<Done> handled);

// Whether the request proves that it was not made by a foreign page: the header OCS-APIRequest, or
// the request token of its session.
bool passes_csrf_check(const Exchange& exchange);

}  // namespace roster
