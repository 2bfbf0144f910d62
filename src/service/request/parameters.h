// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json/value.h"
#include "service/exchange.h"

namespace roster {

// What is read of a request's parameters is read once, and stays.

// Query and placeholders of the path: all that is read of a request as long as it is not known
// whether its caller may make it.
void read_head_parameters(Exchange& exchange);

// Adds what a guard or the answer to a refused call has to know of a small body: a form, and of a
// JSON text the members format, forceLanguage, log_secret and requesttoken.
void read_needed_parameters(Exchange& exchange);

// Whether the call goes on with its body here and now, once it is known who sends it. If not, the
// run stops for the body, or says why that is too large.
bool takes_body(Exchange& exchange);

// All of them, for a caller who has passed the guards. False when a large body has to be parsed
// where slow hashes are computed, and the run stops for that; or when it has too many values, and
// the run says so.
bool read_parameters(Exchange& exchange);

}  // namespace roster
