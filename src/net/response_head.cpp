// SPDX-License-Identifier: Apache-2.0
#include "net/response_head.h"

#include <boost/beast/http/status.hpp>

#include "base/pch.h"

namespace roster::net {

namespace {

bool has_no_body(int status) {
    return status < 200 || status == 204 || status == 304;
}

}  // namespace

std::string_view reason_phrase(int status) {
    switch (status) {
        case 203:
            return "Non-Authorative Information";
        case 400:
            return "Bad request";
        case 412:
            return "Precondition failed";
        case 426:
            return "Upgrade required";
        case 428:
            return "Precondition required";
    }
    const auto known = boost::beast::http::int_to_status(static_cast<unsigned>(status));
    if (known == boost::beast::http::status::unknown) return "";
    const auto text = boost::beast::http::obsolete_reason(known);
    return {text.data(), text.size()};
}

bool ends_by_itself(const Response& response, const Framing& framing) {
    return response.length_known || framing.http11 || framing.head_request ||
           has_no_body(response.status);
}

ResponseFrame append_head(std::string& out, const Response& response, const Framing& framing,
                          std::string_view date) {
    // Also for HTTP/1.0: it is the highest version that the server supports (RFC 9110 §2.5).
    out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    out.append(reason_phrase(response.status)).append("\r\n");
    out.append(response.header_lines).append("Date: ").append(date).append("\r\n");
    if (!framing.keep_alive)
        out += "Connection: close\r\n";
    else if (!framing.http11)
        out += "Connection: keep-alive\r\n";

    const bool no_body = has_no_body(response.status);
    const bool chunked = !response.length_known && framing.http11 && !no_body;
    if (chunked)
        out += "Transfer-Encoding: chunked\r\n";
    else if (response.length_known && !no_body)
        out.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
    out += "\r\n";
    if (no_body || framing.head_request) return {.with_body = false};
    if (!chunked) return {};
    if (response.body.empty()) return {.with_body = false, .tail = "0\r\n\r\n"};
    out += fmt::format("{:x}\r\n", response.body.size());
    return {.tail = "\r\n0\r\n\r\n"};
}

}  // namespace roster::net
