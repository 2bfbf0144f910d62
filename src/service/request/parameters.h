// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json/value.h"
#include "service/exchange.h"

namespace roster {

// The parameters of a request are read once and stay.

// Reads the query and the path placeholders: all that is read before the guards have passed.
void read_head_parameters(Exchange& exchange);

// Adds what a guard or a refusal needs from a small body: a form, or from a JSON text the members
// format, forceLanguage, log_secret and requesttoken.
void read_needed_parameters(Exchange& exchange);

// Whether the call can continue with its body now, once the user is known. If not, the attempt
// stops for the body, or says why the body is too large.
bool takes_body(Exchange& exchange);

// Reads all parameters, after the guards. False when a large body has to be parsed on the hash
// lane, for which the attempt stops, or when it has too many values, which the attempt records.
bool read_parameters(Exchange& exchange);

}  // namespace roster
