// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// How a client that is not logged in tried to log in, as the rows of the table distinguish it; ""
// when it did not try.
std::string_view missing_login(const Exchange& exchange);
// Hints about the client's identity, address and host name that the table cannot express; "" when
// there is none.
std::string caller_hint(const Exchange& exchange, const Error& error);

}  // namespace roster
