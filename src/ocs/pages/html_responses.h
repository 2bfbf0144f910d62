// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "model/error.h"
#include "service/call.h"
#include "service/exchange.h"

namespace roster::ocs {

// The answers that pages give. Each makes the whole response, its headers included.

// A page of a controller; `content` is HTML. The page shows the request token of the session, which
// is drawn and stored for it.
void answer_html(Call& call, int status, std::string_view title, std::string_view content);
// A form that is sent with the request token: fields and button as HTML.
void answer_form(Call& call, std::string_view title, std::string_view action,
                 std::string_view fields);
// A controller's redirection; `location` as it is.
void answer_redirect(Exchange& exchange, int status, std::string location);
// Sends somebody who is not logged in to the login page, and from there back here.
void answer_login_redirect(Exchange& exchange);
// {"message": ...} of a controller, or a page for those who ask for HTML.
void answer_message(Exchange& exchange, int status, std::string_view message);
// A text or file that a script in front of the controllers sends.
void answer_in_front(Exchange& exchange, int status, std::string_view content_type,
                     std::string body);

// What a refusal looks like on a page.
void refuse_page(Exchange& exchange, const Error& error);

}  // namespace roster::ocs
