// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// What the rows about a caller who is not logged in tell apart: how they tried to log in; "" when
// they did not.
std::string_view missing_login(const Exchange& exchange);
// Hints about who calls, from where and by which name, that a sentence of the table cannot give;
// "" when there is none.
std::string caller_hint(const Exchange& exchange, const Error& error);

}  // namespace roster
