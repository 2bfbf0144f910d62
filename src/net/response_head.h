// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace roster::net {

// What the request and the state of its connection say about the answer's frame.
struct Framing {
    bool http11 = true;
    bool head_request = false;
    bool keep_alive = true;
};

// An answer as it goes over the wire: head, body, tail, one after the other.
struct ResponseFrame {
    bool with_body = true;
    std::string_view tail{};
};

// False when the end of the connection is the only end that the body has.
bool ends_by_itself(const Response& response, const Framing& framing);

// Appends status line and headers with the blank line after them, for chunks also the size of the
// one chunk.
ResponseFrame append_head(std::string& out, const Response& response, const Framing& framing,
                          std::string_view date);

// "Bad request" for 400; Nextcloud's own words where it has some (contract of its OCS calls), else
// those of the RFCs, "" for unknown numbers.
std::string_view reason_phrase(int status);

}  // namespace roster::net
