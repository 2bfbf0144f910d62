// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/error.h"
#include "service/exchange.h"

namespace roster::ocs {

// What runs before the controllers: the match of the request, the format of the response, and
// responses without an OCS envelope.

// Whether the path is under /ocs/v1.php or /ocs/v2.php; records the version and the path.
bool claims_request(Exchange& exchange);
// Checks the same-site cookies, before the login. Refuses strict_cookie.
Result<Done> admit_request(Exchange& exchange);

// The parameter `format`, otherwise the Accept header, otherwise XML (contract: transport, section
// 4).
Format find_format(const Exchange& exchange);
// Whether `format` is a list (`format[]=json`): the response is then HTTP 200 without a body.
bool is_format_a_list(const Exchange& exchange);
// The Content-Type of a response without an envelope.
const char* front_content_type(Format format);
// The value of WWW-Authenticate. A request that says it comes from a script in an HTML page gets a
// scheme for which browsers open no dialog.
std::string authenticate_challenge(const Exchange& exchange);
// Whether the setting roster.hints puts hints into bodies.
bool shows_hints_in_bodies(const Exchange& exchange);

// Answers a refusal that has no envelope on either version; false when it belongs into the
// envelope.
bool answer_outside_envelope(Exchange& exchange, const Error& error);
// Answers HTTP 200 without a body, when the format cannot express the data.
void answer_unrepresentable(Exchange& exchange);

}  // namespace roster::ocs
