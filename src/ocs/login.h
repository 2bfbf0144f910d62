// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/error.h"
#include "service/exchange.h"

namespace roster::ocs {

// Finds out who is calling as Nextcloud does, from what the request carries: session, Bearer,
// remembered login, Basic, and notes it in the exchange and the transaction; nobody is no refusal.
// Refuses bad_credentials and throttled.
Result<Done> log_in(Exchange& exchange, Transaction& tx);

// Whether the request carries anything that log_in() would look up.
bool shows_credentials(const Exchange& exchange);

}  // namespace roster::ocs
