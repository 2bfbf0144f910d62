// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace roster::net {

// Why the bytes on a connection are not a request that is accepted.
struct FramingError {
    int status = 400;
    std::string reason{};
};

// Parses one request from the bytes of a connection. Method, target, header names and values stay
// as sent, but an absolute URL in the request line is split into Host and path. Refuses what two
// readers could understand differently: two lengths, a length beside chunks, another transfer
// encoding, no Host header in HTTP/1.1, two of Host, Authorization and similar headers.
class RequestParser final : private boost::beast::http::basic_parser<true> {
  public:
    RequestParser(std::size_t header_bytes, std::size_t body_bytes);

    // Consumes what it can and returns how many bytes that was; pass the rest again in front of the
    // next bytes. Must not be called after done() or error().
    std::size_t parse(std::string_view bytes);

    // The request when it is done(); before that its head, with body_follows.
    Request take_request();
    // The bytes of the body. Once only, when it is done().
    std::string take_body() { return std::move(request.body); }
    // Whether the body has, or is announced to have, more bytes. Only after header_done().
    bool has_over(std::size_t body_bytes) const;
    // Allocates memory for the announced body.
    void reserve_body();
    // Bytes received so far.
    std::size_t bytes() const { return header_bytes_seen_ + body_bytes_seen_; }

    // Whether any byte of the request has arrived.
    bool started() const { return got_some(); }
    bool header_done() const { return is_header_done(); }
    bool done() const { return is_done(); }
    const std::optional<FramingError>& error() const { return error_; }
    // Sets the error unless there is one already.
    void fail(int status, std::string reason);

    // Only after header_done().
    bool wants_continue() const { return wants_continue_; }
    bool http11() const { return http11_; }
    bool keep_alive() const { return basic_parser::keep_alive(); }

    Request request{};

  private:
    using Error = boost::beast::error_code;
    using Text = boost::beast::string_view;
    void on_request_impl(boost::beast::http::verb, Text method, Text target, int version,
                         Error&) override;
    void on_response_impl(int, Text, int, Error&) override {}
    void on_field_impl(boost::beast::http::field field, Text name, Text value,
                       Error& error) override;
    void on_header_impl(Error& error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
    std::size_t on_body_impl(Text bytes, Error&) override { return take(bytes); }
    void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Error&) override {
        return take(bytes);
    }
    void on_finish_impl(Error&) override {}

    std::size_t take(Text of_body);
    void refuse(int status, std::string reason, Error& error);
    void translate(const Error& error, std::string_view rest);

    const std::size_t header_bytes_;
    std::size_t header_bytes_seen_ = 0;
    std::size_t body_bytes_seen_ = 0;
    int lengths_ = 0;
    bool chunked_ = false;
    bool header_over_ = false;
    bool http11_ = true;
    bool wants_continue_ = false;
    std::optional<FramingError> error_{};
};

}  // namespace roster::net
