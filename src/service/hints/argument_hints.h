// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// The text sent under a name, or "".
std::string_view sent_text(const Exchange& exchange, std::string_view name);
// Whether the text begins or ends with a typographic quote.
bool has_typographic_quote_at_an_end(std::string_view text);
// Which rule for uids was broken, and by which character.
std::string userid_hint(std::string_view uid);
// A sentence about a sent parameter whose name is almost the missing one; "" when there is none.
std::string near_miss(const Exchange& exchange, const Error& error);
// Which fields exist, and who may change them.
std::string unknown_field_hint(const Exchange& exchange);
// Why the parameter is missing or has the wrong type; "" when the cause is unknown.
std::string missing_argument_hint(const Exchange& exchange, std::string_view name);
// A sentence about a + that a form decoded to a blank, or "".
std::string lost_plus_hint(const Exchange& exchange, const Error& error);
// A sentence about a new user that exists in spite of the refusal, or "".
std::string made_account_hint(const Exchange& exchange, const Error& error);

}  // namespace roster
