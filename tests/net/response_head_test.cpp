// SPDX-License-Identifier: Apache-2.0
#include "net/response_head.h"

#include <doctest/doctest.h>

using namespace roster;
using namespace roster::net;

namespace {

std::string head(const Response& response, const Framing& framing = {}) {
    std::string out;
    append_head(out, response, framing, "now");
    return out;
}

}  // namespace

TEST_CASE("a head has the status line, the headers in their order, the date and the length") {
    const Response response{.header_lines = "X-B: 2\r\nX-A: \xC3\xA9\r\n", .body = "abc"};
    CHECK(head(response) ==
          "HTTP/1.1 200 OK\r\nX-B: 2\r\nX-A: \xC3\xA9\r\nDate: now\r\nContent-Length: 3\r\n\r\n");
}

TEST_CASE("reason phrases are Nextcloud's, then those of the RFCs") {
    CHECK(reason_phrase(400) == "Bad request");
    CHECK(reason_phrase(412) == "Precondition failed");
    CHECK(reason_phrase(404) == "Not Found");
    CHECK(reason_phrase(431) == "Request Header Fields Too Large");
    CHECK(reason_phrase(799) == "");
}

TEST_CASE("statuses without a body carry neither length nor chunks") {
    for (const int status : {101, 204, 304}) {
        std::string out;
        const Response response{.status = status, .body = "x", .length_known = status == 204};
        CHECK_FALSE(append_head(out, response, {}, "now").with_body);
        CHECK(out.ends_with("Date: now\r\n\r\n"));
        CHECK(ends_by_itself(response, {.http11 = false}));
    }
}

TEST_CASE("an unknown length is a chunk in HTTP/1.1 and the end of the connection in 1.0") {
    const Response response{.body = std::string(26, 'x'), .length_known = false};
    CHECK(head(response).ends_with("Transfer-Encoding: chunked\r\n\r\n1a\r\n"));
    CHECK(ends_by_itself(response, {}));
    CHECK_FALSE(ends_by_itself(response, {.http11 = false}));
    CHECK(head(response, {.http11 = false, .keep_alive = false})
              .ends_with("Date: now\r\nConnection: close\r\n\r\n"));
    std::string out;
    const ResponseFrame empty = append_head(out, {.length_known = false}, {}, "now");
    CHECK(empty.tail == "0\r\n\r\n");
    CHECK_FALSE(empty.with_body);
}

TEST_CASE("the answer to HEAD has the head of GET and no body") {
    std::string out;
    const ResponseFrame frame = append_head(out, {.body = "abc"}, {.head_request = true}, "now");
    CHECK_FALSE(frame.with_body);
    CHECK(frame.tail.empty());
    CHECK(out == head({.body = "abc"}));
}
