// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/error.h"
#include "service/exchange.h"

namespace roster::ocs {

// Authenticates the client like Nextcloud, by session, Bearer, remembered login or Basic, and
// records the actor in the exchange and the transaction; no credentials is not a refusal. Refuses
// bad_credentials and throttled.
Result<Done> log_in(Exchange& exchange, Transaction& tx);

// Whether the request contains anything that log_in() would look up.
bool shows_credentials(const Exchange& exchange);

}  // namespace roster::ocs
