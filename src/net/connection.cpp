// SPDX-License-Identifier: Apache-2.0
#include "net/connection.h"

#include <algorithm>
#include <utility>

#include "base/pch.h"

namespace roster::net {

namespace {

constexpr std::size_t kHeaderRead = 4 * 1024;
constexpr std::size_t kBodyRead = 64 * 1024;
// The status line and the framing headers.
constexpr std::size_t kUsualHead = 256;
// A body of at most this size is copied behind the head.
constexpr std::size_t kMostCopied = 16 * 1024;
// The buffer memory that an idle connection may hold.
constexpr std::size_t kIdleBuffer = 8 * 1024;
// A body that arrives faster is not cut off, however large it is. A body of 16 MB has less than
// five minutes.
constexpr std::int64_t kLeastBytesPerSecond = 64 * 1024;
constexpr std::chrono::milliseconds kUnlimited = std::chrono::milliseconds::max();

using ErrorCode = boost::system::error_code;

}  // namespace

Connection::Connection(Worker& worker, Socket socket, Service service, std::string remote_address)
    : worker_(worker),
      socket_(std::move(socket)),
      service_(service),
      remote_address_(std::move(remote_address)),
      buffer_(worker.shared().limits.header_bytes + kBodyRead),
      read_bytes_(kHeaderRead) {
    ErrorCode ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    worker_.enter(*this);
}

Connection::~Connection() {
    keep_nothing();
    worker_.leave(*this);
}

void Connection::start(bool too_many) {
    asio::co_spawn(
        worker_.context(), [self = shared_from_this(), too_many] { return self->serve(too_many); },
        asio::detached);
}

void Connection::go_on(boost::beast::flat_buffer&& buffer, RequestParser&& request) {
    buffer_ = std::move(buffer);
    parser_.emplace(std::move(request));
    asio::co_spawn(
        worker_.context(), [self = shared_from_this()] { return self->answer_requests(); },
        asio::detached);
}

void Connection::move_to(Worker& other) {
    other.take_over({.socket = moved(socket_, other.context()),
                     .service = service_,
                     .remote_address = remote_address_,
                     .buffer = std::move(buffer_),
                     .request = std::move(parser_)});
}

void Connection::enter(Phase phase, std::chrono::milliseconds limit) {
    phase_ = phase;
    late_ = false;
    deadline_ = limit == kUnlimited ? Clock::time_point::max()
                                    : std::min(Clock::now() + limit, worker_.drain_deadline());
}

void Connection::check_deadline(Clock::time_point now) {
    if (now < deadline_ || late_) return;
    late_ = true;
    ErrorCode ignored;
    if (phase_ == Phase::idle || phase_ == Phase::reading)
        socket_.cancel(ignored);
    else
        socket_.close(ignored);
}

void Connection::drain() {
    if (phase_ == Phase::running) return;
    deadline_ = std::min(deadline_, worker_.drain_deadline());
    ErrorCode ignored;
    if (phase_ == Phase::idle) socket_.cancel(ignored);
}

Awaitable<void> Connection::serve(bool too_many) {
    const auto self = shared_from_this();
    if (service_ == Service::tls && !co_await start_tls()) co_return;
    if (too_many)
        co_await refuse(503, "Too many connections.");
    else
        co_await answer_requests();
}

Awaitable<void> Connection::answer_requests() {
    for (bool is_here = parser_.has_value();; is_here = false) {
        if (is_here ? !keep_within_limits() : !co_await receive_request()) break;
        Framing framing{.http11 = parser_->http11(),
                        .head_request = parser_->request.method == "HEAD"};
        bool wanted = parser_->keep_alive();
        parser_->request.remote_address = remote_address_;
        parser_->request.secure = tls_ != nullptr;
        if (Worker* const other = worker_.other_for(parser_->request)) {
            if (!tls_) co_return move_to(*other);
            // TLS keys cannot move to another thread; the next connection goes to the right one.
            wanted = false;
        }
        enter(Phase::running, kUnlimited);
        std::unique_ptr<Call> call;
        std::optional<Response> redirect;
        bool accident = false;
        bool carried_out = false;
        try {
            if (service_ == Service::redirect) {
                redirect = worker_.shared().application.redirect(parser_->request);
            } else {
                call = worker_.shared().application.make_call(parser_->take_request());
                carried_out = co_await carry_out(*call);
            }
        } catch (const std::exception&) {
            accident = true;
        }
        if (accident) {
            worker_.end_round();
            co_return co_await refuse(500, "An accident in the server.");
        }
        if (redirect) {
            framing.keep_alive = false;
            if (co_await send(*redirect, framing)) co_await linger();
            co_return;
        }
        if (!carried_out) break;
        framing.keep_alive = wanted && parser_->done() && !worker_.draining() &&
                             ends_by_itself(call->response, framing);
        if (!co_await send(call->response, framing)) co_return;
        call.reset();
        if (!framing.keep_alive) co_return co_await linger();
    }
    if (parser_->error()) {
        const FramingError error = *parser_->error();
        co_await refuse(error.status, error.reason);
    } else if (tls_) {
        co_await end_tls();
    }
}

// Reads until the request is whole, or until the call has to say whether it wants the rest of the
// body. False when the connection has ended or the parser has an error.
Awaitable<bool> Connection::receive_request() {
    const Limits& limits = worker_.shared().limits;
    parser_.emplace(limits.header_bytes, limits.body_bytes);
    body_is_wanted_ = false;
    read_bytes_ = kHeaderRead;
    enter(Phase::idle, limits.idle);
    return receive_while_small(limits.small_body_bytes);
}

// Reads the body that the call has asked for. False like receive_request().
Awaitable<bool> Connection::receive_rest() {
    body_is_wanted_ = true;
    parser_->reserve_body();
    enter(Phase::reading, worker_.shared().limits.read);
    return receive_while_small(worker_.shared().limits.body_bytes);
}

Awaitable<bool> Connection::receive_while_small(std::size_t small_bytes) {
    bool continued = false;
    for (;;) {
        const auto bytes = buffer_.cdata();
        if (bytes.size() > 0)
            buffer_.consume(parser_->parse({static_cast<const char*>(bytes.data()), bytes.size()}));
        if (buffer_.size() == 0 && buffer_.capacity() > kIdleBuffer &&
            read_bytes_ < buffer_.capacity())
            buffer_.shrink_to_fit();
        if (parser_->error() || !keep_within_limits()) co_return false;
        if (parser_->done()) co_return true;
        if (parser_->header_done() && parser_->has_over(small_bytes)) co_return true;
        if (phase_ == Phase::idle && parser_->started())
            enter(Phase::reading, worker_.shared().limits.read);
        if (!continued && parser_->header_done() && parser_->wants_continue() &&
            parser_->request.body.empty() && buffer_.size() == 0) {
            continued = true;
            if (!co_await send_bytes("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
            enter(Phase::reading, worker_.shared().limits.read);
        }
        if (!co_await receive_bytes()) co_return false;
    }
}

// Appends the received bytes to the buffer, at least one. Fast senders get more room each time;
// slow senders hold little memory.
Awaitable<bool> Connection::receive_bytes() {
    for (;;) {
        if (phase_ == Phase::idle && worker_.draining()) {
            // A last request that is already here is still answered.
            if (!has_arrived()) co_return false;
        }
        const bool body = parser_->header_done();
        ErrorCode error;
        const std::size_t count = co_await read_some(buffer_.prepare(read_bytes_), error);
        if (!error) {
            buffer_.commit(count);
            const bool has_more = body && count == read_bytes_;
            read_bytes_ = has_more ? std::min(2 * read_bytes_, kBodyRead) : kHeaderRead;
            if (body)
                deadline_ += std::chrono::microseconds(static_cast<std::int64_t>(count) *
                                                       1'000'000 / kLeastBytesPerSecond);
            co_return true;
        }
        if (!explain_silence(error)) co_return false;
    }
}

// Counts the memory of this connection. False, with an error of the parser, when all connections
// together exceed the limit.
bool Connection::keep_within_limits(std::size_t parsed_bytes) {
    Shared& shared = worker_.shared();
    const Limits& limits = shared.limits;
    std::size_t bytes = parser_->bytes() + buffer_.capacity() + parsed_bytes;
    if (bytes <= limits.uncounted_bytes) bytes = 0;
    if (bytes == kept_bytes_) return true;
    const std::size_t all = shared.kept_bytes += bytes - kept_bytes_;
    const bool more = bytes > kept_bytes_;
    kept_bytes_ = bytes;
    if (!more || all <= (body_is_wanted_ ? limits.kept_bytes : limits.kept_bytes / 2)) return true;
    parser_->fail(503, "The server has too many large requests at once. Repeat this one later.");
    return false;
}

void Connection::keep_nothing() {
    worker_.shared().kept_bytes -= std::exchange(kept_bytes_, 0);
}

// Handles a read without bytes: returns true to read on.
bool Connection::explain_silence(const ErrorCode& error) {
    const bool ended = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
    if (error == asio::error::operation_aborted && phase_ == Phase::idle)
        return !late_ && socket_.is_open();  // drain() woke it.
    if (!parser_->started()) return false;
    if (late_)
        parser_->fail(408, "The request took too long to arrive.");
    else if (ended)
        parser_->fail(400, "The request ended before it was complete.");
    return false;
}

// False when there is no response: the connection has ended or the parser has an error.
Awaitable<bool> Connection::carry_out(Call& call) {
    std::optional<Lane> next = Lane::read;
    while (next) {
        if (*next == Lane::read) {
            worker_.begin_round();
            next = call.run(Lane::read, worker_.index());
            // Lets the other received requests run first, and then all responses are sent together:
            // waking a client for each would take longer than a short call.
            co_await asio::post(worker_.context(), asio::use_awaitable_t<Executor>{});
            worker_.end_round();
        } else if (*next == Lane::body) {
            if (!co_await receive_rest()) co_return false;
            call.take_body(parser_->take_body());
            enter(Phase::running, kUnlimited);
            next = Lane::read;
        } else {
            next = co_await pass(*next, call);
            if (next && call.parsed_bytes > 0 && !keep_within_limits(call.parsed_bytes))
                co_return false;
        }
    }
    co_return true;
}

// Runs the next stage on another thread and returns to this one.
Awaitable<std::optional<Lane>> Connection::pass(Lane lane, Call& call) {
    Shared& shared = worker_.shared();
    const auto submit = [&](auto&& resume) {
        auto shared_resume = std::make_shared<std::decay_t<decltype(resume)>>(std::move(resume));
        const auto done = [shared_resume](std::optional<Lane> next) {
            std::move (*shared_resume)(next);
        };
        if (shared.pool(lane).push(
                {.call = &call, .worker = &worker_, .late = lane == Lane::late_keys, .done = done}))
            return;
        shared.application.refuse_busy(call);
        worker_.post({[done] { done(std::nullopt); }});
    };
    asio::use_awaitable_t<Executor> token;
    co_return co_await asio::async_initiate<decltype(token), void(std::optional<Lane>)>(submit,
                                                                                        token);
}

Awaitable<bool> Connection::send(const Response& response, const Framing& framing) {
    const std::string_view body = response.body;
    std::string bytes;
    bytes.reserve(kUsualHead + response.header_lines.size() + std::min(body.size(), kMostCopied));
    const ResponseFrame frame = append_head(bytes, response, framing, worker_.date());
    if (frame.with_body && body.size() > kMostCopied) {
        if (!co_await send_bytes(bytes) || !co_await send_bytes(body)) co_return false;
        co_return co_await send_bytes(frame.tail);
    }
    // Sending one piece is faster than two.
    if (frame.with_body) bytes += body;
    bytes += frame.tail;
    co_return co_await send_bytes(bytes);
}

Awaitable<bool> Connection::send_bytes(std::string_view bytes) {
    while (!bytes.empty()) {
        enter(Phase::writing, worker_.shared().limits.write);
        ErrorCode error;
        const std::size_t count = co_await write_some(asio::buffer(bytes), error);
        if (error) co_return false;
        bytes.remove_prefix(count);
    }
    co_return true;
}

Awaitable<void> Connection::refuse(int status, std::string_view reason) {
    const Response response = worker_.shared().application.refuse_framing(status, reason);
    const bool http11 = !parser_ || parser_->http11();
    if (co_await send(response, {.http11 = http11, .keep_alive = false})) co_await linger();
}

// Closing while bytes are still arriving would reset the connection, and the client might lose the
// response. So it closes only its own direction and reads on for a while.
Awaitable<void> Connection::linger() {
    ErrorCode error;
    enter(Phase::lingering, worker_.shared().limits.linger);
    parser_.reset();
    buffer_.clear();
    buffer_.shrink_to_fit();
    keep_nothing();
    if (tls_) co_await tls_->async_shutdown(awaiting(error));
    socket_.shutdown(Socket::shutdown_send, error);
    while (!error)
        co_await socket_.async_read_some(worker_.waste(), awaiting(error));
}

}  // namespace roster::net
