// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/error.h"
#include "service/exchange.h"

namespace roster::ocs {

// What stands before the controllers: whose request it is, in which format it wants its answer, and
// the answers that have no OCS envelope.

// True for paths below /ocs/v1.php and /ocs/v2.php; notes version and path.
bool claims_request(Exchange& exchange);
// Same-site cookies: before anybody logs in. Refuses strict_cookie.
Result<Done> admit_request(Exchange& exchange);

// Parameter `format`, else the Accept header, else XML (contract: transport, section 4).
Format find_format(const Exchange& exchange);
// `format[]=json`: an answer in that format is HTTP 200 and nothing.
bool is_format_a_list(const Exchange& exchange);
const char* front_content_type(Format format);
// The value of WWW-Authenticate. A script in a page that says so gets a scheme for which the
// browser opens no dialog.
std::string authenticate_challenge(const Exchange& exchange);
bool shows_hints_in_bodies(const Exchange& exchange);

// Answers a refusal that goes out bare on v1 and v2 alike; false when it belongs into the envelope.
bool answer_outside_envelope(Exchange& exchange, const Error& error);
// The data cannot be written in the wanted format: HTTP 200 and nothing.
void answer_unrepresentable(Exchange& exchange);

}  // namespace roster::ocs
