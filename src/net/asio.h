// SPDX-License-Identifier: Apache-2.0
// The parts of Boost.Asio that net/ uses, with a concrete executor type: the polymorphic default
// costs an indirect call at every step.
#pragma once

#if defined(__SANITIZE_THREAD__)
// ThreadSanitizer does not support stand-alone fences; the locks beside them suffice.
#define BOOST_ASIO_DISABLE_FENCED_BLOCK
#endif

#include <utility>  // Before Asio 1.74, which uses std::exchange without including it.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace roster::net {

namespace asio = boost::asio;
using asio::ip::tcp;

using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using TlsContext = asio::ssl::context;
using TlsStream = asio::ssl::stream<Socket&>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;

// The same connection for another thread; closed when it has ended. No operation may be pending.
inline Socket moved(Socket& socket, asio::io_context& context) {
    boost::system::error_code error;
    const tcp protocol = socket.local_endpoint(error).protocol();
    const auto handle = socket.release(error);
    return error ? Socket(context) : Socket(context, protocol, handle);
}

// Waits without throwing: the result is in `error`.
inline auto awaiting(boost::system::error_code& error) {
    return asio::redirect_error(asio::use_awaitable_t<Executor>(), error);
}

}  // namespace roster::net
