// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace roster::net {

// What the request and its connection determine about the framing of the response.
struct Framing {
    bool http11 = true;
    bool head_request = false;
    bool keep_alive = true;
};

// A response on the wire is the head, the body and the tail.
struct ResponseFrame {
    bool with_body = true;
    std::string_view tail{};
};

// False when only the end of the connection marks the end of the body.
bool ends_by_itself(const Response& response, const Framing& framing);

// Appends the status line, the headers and the blank line; with chunked encoding also the size of
// the only chunk.
ResponseFrame append_head(std::string& out, const Response& response, const Framing& framing,
                          std::string_view date);

// "Bad request" for 400; Nextcloud's own phrase if it has one (contract of its OCS calls),
// otherwise that of the RFCs; "" for unknown statuses.
std::string_view reason_phrase(int status);

}  // namespace roster::net
