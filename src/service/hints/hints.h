// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// One sentence that says what to change in the request so that it succeeds; "" when the client can
// change nothing. ASCII, fit for a header.
std::string hint_for(const Exchange& exchange, const Error& error);

}  // namespace roster
