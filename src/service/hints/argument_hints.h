// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// The text that was sent under a name, or "".
std::string_view sent_text(const Exchange& exchange, std::string_view name);
bool has_typographic_quote_at_an_end(std::string_view text);
// Which of the rules for a userid was broken, and by what.
std::string userid_hint(std::string_view uid);
// A sentence about what the caller sent under almost the name of the parameter that is missing; ""
// when none is missing.
std::string near_miss(const Exchange& exchange, const Error& error);
// Which fields there are, and who may change them.
std::string unknown_field_hint(const Exchange& exchange);
// Why there is no such parameter of the type that is wanted; "" when nothing is known but that.
std::string missing_argument_hint(const Exchange& exchange, std::string_view name);
// A sentence about a + that a form turned into a blank, or "".
std::string lost_plus_hint(const Exchange& exchange, const Error& error);
// A sentence about a new account that is there in spite of the refusal, or "".
std::string made_account_hint(const Exchange& exchange, const Error& error);

}  // namespace roster
