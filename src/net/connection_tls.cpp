// SPDX-License-Identifier: Apache-2.0
// The parts of Connection that differ with TLS.
#include <sys/socket.h>

#include <cerrno>

#include "net/connection.h"

namespace roster::net {

using ErrorCode = boost::system::error_code;

namespace {

bool is_letter(char byte) {
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

}  // namespace

// Peeks at the next byte; nothing when none comes.
Awaitable<std::optional<char>> Connection::first_byte() {
    enter(Phase::idle, worker_.shared().limits.tls);
    for (;;) {
        ErrorCode error;
        co_await socket_.async_wait(Socket::wait_read, awaiting(error));
        if (error) co_return std::nullopt;
        char byte = 0;
        const ssize_t count = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        if (count == 1) co_return byte;
        if (count == 0 || (errno != EAGAIN && errno != EINTR)) co_return std::nullopt;
    }
}

// False when the connection has ended. Answers a request in plain HTTP in plain HTTP: no TLS record
// begins with a letter, and every request does.
Awaitable<bool> Connection::start_tls() {
    const std::optional<char> byte = co_await first_byte();
    if (!byte) co_return false;
    if (is_letter(*byte)) {
        co_await refuse(400, "This port speaks TLS: write https:// instead of http://.");
        co_return false;
    }
    enter(Phase::handshaking, worker_.shared().limits.tls);
    tls_ = std::make_unique<TlsStream>(socket_, *worker_.shared().tls.get());
    ErrorCode error;
    co_await tls_->async_handshake(TlsStream::server, awaiting(error));
    co_return !error;
}

// Sends the closing alert without waiting for the client's.
Awaitable<void> Connection::end_tls() {
    enter(Phase::lingering, worker_.shared().limits.linger);
    ErrorCode error;
    socket_.shutdown(Socket::shutdown_receive, error);
    co_await tls_->async_shutdown(awaiting(error));
}

// Not a coroutine: its frame would be allocated for every read.
Awaitable<std::size_t> Connection::read_some(asio::mutable_buffer buffer, ErrorCode& error) {
    if (tls_) return tls_->async_read_some(buffer, awaiting(error));
    return socket_.async_read_some(buffer, awaiting(error));
}

Awaitable<std::size_t> Connection::write_some(asio::const_buffer buffer, ErrorCode& error) {
    if (tls_) return tls_->async_write_some(buffer, awaiting(error));
    return socket_.async_write_some(buffer, awaiting(error));
}

// Whether unread bytes are here.
bool Connection::has_arrived() const {
    ErrorCode error;
    if (socket_.available(error) > 0) return true;
    if (!tls_) return false;
    SSL* const ssl = tls_->native_handle();
    return SSL_has_pending(ssl) == 1 || BIO_pending(SSL_get_rbio(ssl)) > 0;
}

}  // namespace roster::net
