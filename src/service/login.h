// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// Finds out who is calling, from what the request carries, and notes it in the exchange and the
// transaction; nobody is no refusal. Refuses bad_credentials and throttled.
Result<Done> log_in(Exchange& exchange, Transaction& tx);

// Whether the request carries anything that log_in() would look up.
bool shows_credentials(const Exchange& exchange);

// Whether the request has a name and a password for HTTP Basic, right or wrong.
bool sends_password(const Request& request);

}  // namespace roster
