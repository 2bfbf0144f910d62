// SPDX-License-Identifier: Apache-2.0
#include "net/request_parser.h"

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <array>

#include "base/pch.h"
#include "base/text.h"
#include "net/malformed.h"

namespace roster::net {

namespace http = boost::beast::http;

namespace {

constexpr std::size_t kUsualHeaders = 8;
// `0`, its line end, and the blank line after it.
constexpr std::size_t kShortestLastChunk = 5;

// One reader could take the first and another the last. The web servers in front of a Nextcloud
// refuse them, too.
constexpr std::array kOnlyOnce{http::field::host,
                               http::field::authorization,
                               http::field::expect,
                               http::field::if_match,
                               http::field::if_none_match,
                               http::field::if_modified_since,
                               http::field::if_unmodified_since,
                               http::field::if_range,
                               http::field::content_range};

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

RequestParser::RequestParser(std::size_t header_bytes, std::size_t body_bytes)
    : header_bytes_(header_bytes) {
    eager(true);
    header_limit(static_cast<std::uint32_t>(header_bytes));
    body_limit(body_bytes);
}

std::size_t RequestParser::parse(std::string_view bytes) {
    std::size_t blank = 0;
    if (!started()) {
        // Ignores blank lines before a request (RFC 9112 §2.2).
        while (bytes.substr(blank).starts_with("\r\n"))
            blank += 2;
        bytes.remove_prefix(blank);
        if (bytes.empty() || bytes == "\r") return blank;
    }
    // At the last chunk, Beast ends the process when it is called again with fewer bytes. A chunked
    // body never ends with fewer, so no complete request waits.
    if (chunked_ && header_over_ && bytes.size() < kShortestLastChunk) return blank;
    Error error;
    const std::size_t taken = put(boost::asio::buffer(bytes), error);
    if (error && error != http::error::need_more)
        translate(error, bytes.substr(taken));
    else if (taken == 0 && bytes.size() >= header_bytes_)
        fail(400, "A chunk header or a trailer is too long.");
    return blank + taken;
}

Request RequestParser::take_request() {
    std::string body;
    if (!is_done()) body.swap(request.body);
    Request taken = std::move(request);
    taken.body_follows = !is_done();
    request.body = std::move(body);
    return taken;
}

bool RequestParser::has_over(std::size_t body_bytes) const {
    return body_bytes_seen_ > body_bytes || content_length().value_or(0) > body_bytes;
}

void RequestParser::reserve_body() {
    if (const auto length = content_length()) request.body.reserve(*length);
}

void RequestParser::fail(int status, std::string reason) {
    if (!error_) error_.emplace(FramingError{status, std::move(reason)});
}

void RequestParser::refuse(int status, std::string reason, Error& error) {
    fail(status, std::move(reason));
    error = http::error::bad_value;
}

void RequestParser::translate(const Error& error, std::string_view rest) {
    if (error == http::error::header_limit)
        fail(431, fmt::format("The headers are over {} bytes.", header_bytes_));
    else if (error == http::error::body_limit)
        fail(413, "The body is over the limit of this server.");
    else
        fail(400, explain_malformed({.rest = rest,
                                     .in_first_line = request.method.empty(),
                                     .header_before = request.headers.empty()
                                                          ? std::string_view()
                                                          : request.headers.back().name,
                                     .error = error}));
}

void RequestParser::on_request_impl(http::verb, Text method, Text target, int version, Error&) {
    request.method = view(method);
    request.target = view(target);
    request.headers.reserve(kUsualHeaders);
    http11_ = version == 11;
    header_bytes_seen_ = method.size() + target.size();
}

void RequestParser::on_field_impl(http::field field, Text name, Text value, Error& error) {
    if (header_over_) return;  // A trailer: not used here.
    // Beast counts only the lines that it holds at once.
    header_bytes_seen_ += name.size() + value.size() + 4;
    if (header_bytes_seen_ > header_bytes_) {
        error = http::error::header_limit;
        return;
    }
    const auto once = std::ranges::find(kOnlyOnce, field);
    if (once != kOnlyOnce.end() && request.find_header(view(name)))
        return refuse(400, fmt::format("{} is given twice.", view(http::to_string(field))), error);
    if (field == http::field::content_length)
        lengths_ += value.find(',') == Text::npos ? 1 : 2;
    else if (field == http::field::transfer_encoding) {
        if (chunked_) return refuse(400, "Transfer-Encoding is given twice.", error);
        // Beast treats other encodings like a request without a body.
        if (!equals_ignoring_case(view(value), "chunked"))
            return refuse(501, "Of all transfer encodings only chunked is understood.", error);
        chunked_ = true;
    } else if (field == http::field::expect)
        wants_continue_ = equals_ignoring_case(view(value), "100-continue");
    request.headers.push_back({std::string(view(name)), std::string(view(value))});
}

void RequestParser::on_header_impl(Error& error) {
    header_over_ = true;
    if (lengths_ > 1) return refuse(400, "Content-Length is given twice.", error);
    if (chunked_ && !http11_) return refuse(400, "HTTP/1.0 has no Transfer-Encoding.", error);
    if (http11_ && !request.find_header("Host"))
        return refuse(400, "HTTP/1.1 needs a Host header.", error);
    if (!to_origin_form(request))
        return refuse(400, "The address in the first line names no host.", error);
    if (!http11_) wants_continue_ = false;
}

std::size_t RequestParser::take(Text of_body) {
    request.body.append(of_body.data(), of_body.size());
    body_bytes_seen_ += of_body.size();
    return of_body.size();
}

}  // namespace roster::net
