// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/exchange.h"

namespace roster::ocs {

// The header sets of contract, transport, section 6. An answer gets one of them, once.

// What every answer of an OCS or plain controller carries; nothing may be loaded by such a page.
void set_controller_headers(Exchange& exchange);
// What the scripts in front of all controllers send when they answer by themselves.
void set_page_headers(Exchange& exchange);
// What an HTML page of a controller carries.
void set_html_headers(Exchange& exchange);
// Lets an HTML page, which has its headers, start workers from its own server.
void allow_workers(Response& response);
// What an answer carries that no session belongs to, such as /status.php.
void set_sessionless_headers(Exchange& exchange);
void set_user_header(Exchange& exchange);
// Says for how long a Nextcloud would have kept the client waiting
// (X-Nextcloud-Bruteforce-Throttled).
void show_delay(Exchange& exchange, std::int64_t delay_ms);
// Compresses the body when the client takes gzip and the status is 200.
void compress(Exchange& exchange);

}  // namespace roster::ocs
