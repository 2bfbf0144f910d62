// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/exchange.h"

namespace roster::ocs {

// The header sets of contract, transport, section 6. A response gets exactly one of them.

// For every response of an OCS or plain controller; such a page may load nothing.
void set_controller_headers(Exchange& exchange);
// For responses of the scripts in front of all controllers.
void set_page_headers(Exchange& exchange);
// For an HTML page of a controller.
void set_html_headers(Exchange& exchange);
// Lets an HTML page, whose headers are set, start workers from its own server.
void allow_workers(Response& response);
// For responses without a session, such as /status.php.
void set_sessionless_headers(Exchange& exchange);
// X-User-Id, if a user is logged in.
void set_user_header(Exchange& exchange);
// Reports how long a Nextcloud would have delayed the client, in milliseconds
// (X-Nextcloud-Bruteforce-Throttled).
void show_delay(Exchange& exchange, std::int64_t delay_ms);
// Compresses the body when the client accepts gzip and the status is 200.
void compress(Exchange& exchange);

}  // namespace roster::ocs
