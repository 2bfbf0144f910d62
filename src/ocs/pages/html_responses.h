// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "model/error.h"
#include "service/call.h"
#include "service/exchange.h"

namespace roster::ocs {

// The responses of pages. Each function makes the whole response with its headers.

// An HTML page of a controller; `content` is HTML. The page contains the request token of the
// session, which is generated and stored for it.
void answer_html(Call& call, int status, std::string_view title, std::string_view content);
// A form with the request token; `fields` are its fields and button as HTML.
void answer_form(Call& call, std::string_view title, std::string_view action,
                 std::string_view fields);
// A redirect of a controller; `location` is used unchanged.
void answer_redirect(Exchange& exchange, int status, std::string location);
// Redirects to the login page, which leads back here.
void answer_login_redirect(Exchange& exchange);
// {"message": ...} of a controller, or an HTML page when the client wants HTML.
void answer_message(Exchange& exchange, int status, std::string_view message);
// A text or file sent by a script in front of the controllers.
void answer_in_front(Exchange& exchange, int status, std::string_view content_type,
                     std::string body);

// The response for a refusal on a page.
void refuse_page(Exchange& exchange, const Error& error);

}  // namespace roster::ocs
