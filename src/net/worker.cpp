// SPDX-License-Identifier: Apache-2.0
#include "net/worker.h"

#include <fmt/chrono.h>

#include "base/standard.h"
#include "net/connection.h"

namespace roster::net {

namespace {

// How late a limit of time may strike.
constexpr std::chrono::milliseconds kWatchInterval{100};
// How long to wait when the process is out of file descriptors.
constexpr std::chrono::milliseconds kAcceptPause{50};

}  // namespace

Worker::Worker(Shared& shared, std::size_t index)
    : shared_(shared),
      index_(index),
      guard_(context_.get_executor()),
      watch_timer_(context_),
      accept_timer_(context_) {}

Worker::~Worker() = default;

tcp::endpoint Worker::listen(const tcp::endpoint& endpoint, Service service) {
    auto door = std::make_unique<Door>(Door{.acceptor = Acceptor(context_), .service = service});
    Acceptor& acceptor = door->acceptor;
    acceptor.open(endpoint.protocol());
    acceptor.set_option(Acceptor::reuse_address(true));
    acceptor.set_option(asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>(true));
    acceptor.bind(endpoint);
    acceptor.listen();
    doors_.push_back(std::move(door));
    return acceptor.local_endpoint();
}

void Worker::run() {
    for (const auto& door : doors_)
        asio::co_spawn(context_, accept(*door), asio::detached);
    context_.run();
}

Awaitable<void> Worker::accept(Door& door) {
    while (door.acceptor.is_open()) {
        boost::system::error_code error;
        Socket socket(context_);
        co_await door.acceptor.async_accept(socket, awaiting(error));
        if (!error) {
            start(std::move(socket), door.service);
        } else if (!draining()) {
            accept_timer_.expires_after(kAcceptPause);
            co_await accept_timer_.async_wait(awaiting(error));
        }
    }
}

void Worker::start(Socket socket, Service service) {
    const std::size_t limit = shared_.limits.connections;
    const std::size_t present = shared_.connections.load(std::memory_order_relaxed);
    if (present >= 2 * limit) return;  // Not even a refusal: that would be a connection too.
    // To refuse a client of TLS would take the work of a handshake.
    if (present >= limit && service == Service::tls) return;
    std::make_shared<Connection>(*this, std::move(socket), service)->start(present >= limit);
}

void Worker::post_drain() {
    asio::post(context_, [this] { drain(); });
}

void Worker::drain() {
    if (draining()) return;
    drain_deadline_ = Clock::now() + shared_.limits.drain;
    for (const auto& door : doors_) {
        // Who is connected already but not yet accepted would see a reset.
        boost::system::error_code error;
        door->acceptor.non_blocking(true, error);
        while (!error) {
            Socket socket(context_);
            door->acceptor.accept(socket, error);
            if (!error) start(std::move(socket), door->service);
        }
        door->acceptor.close(error);
    }
    accept_timer_.cancel();
    for (Connection* connection : connections_)
        connection->drain();
    end_if_over();
}

void Worker::end_if_over() {
    if (draining() && connections_.empty()) {
        watch_timer_.cancel();
        guard_.reset();
    }
}

void Worker::enter(Connection& connection) {
    connections_.insert(&connection);
    shared_.connections.fetch_add(1, std::memory_order_relaxed);
    if (watching_) return;
    watching_ = true;
    asio::co_spawn(context_, watch(), asio::detached);
}

void Worker::leave(Connection& connection) {
    connections_.erase(&connection);
    shared_.connections.fetch_sub(1, std::memory_order_relaxed);
    end_if_over();
}

// Ends what takes too long, while there are connections. One timer for all of them: a timer per
// connection would have to be set anew several times per request.
Awaitable<void> Worker::watch() {
    while (!connections_.empty()) {
        boost::system::error_code error;
        watch_timer_.expires_after(kWatchInterval);
        co_await watch_timer_.async_wait(awaiting(error));
        const Clock::time_point now = Clock::now();
        for (Connection* connection : connections_)
            connection->check_deadline(now);
    }
    watching_ = false;
}

const std::string& Worker::date() {
    const std::time_t now = std::time(nullptr);
    if (now != date_second_) {
        date_second_ = now;
        date_ = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(now));
    }
    return date_;
}

}  // namespace roster::net
