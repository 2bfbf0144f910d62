// SPDX-License-Identifier: Apache-2.0
#include "net/worker.h"

#include "base/clock.h"
#include "base/pch.h"
#include "net/connection.h"

namespace roster::net {

namespace {

// The most that a time limit may be exceeded.
constexpr std::chrono::milliseconds kWatchInterval{100};
// The pause when the process is out of file descriptors.
constexpr std::chrono::milliseconds kAcceptPause{50};
// Low-priority clients can wake the thread by connecting only this often.
constexpr std::chrono::milliseconds kGivingWayPause{1};
constexpr int kMostAcceptedAtOnce = 64;

std::string address_of(const tcp::endpoint& endpoint) {
    asio::ip::address address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address.to_string();
}

}  // namespace

Worker::Worker(Shared& shared, std::size_t index)
    : shared_(shared), index_(index), guard_(context_.get_executor()), watch_timer_(context_) {}

Worker::~Worker() = default;

tcp::endpoint Worker::listen(const tcp::endpoint& endpoint, Service service) {
    auto door = std::make_unique<Door>(
        Door{.acceptor = Acceptor(context_), .timer = Timer(context_), .service = service});
    Acceptor& acceptor = door->acceptor;
    acceptor.open(endpoint.protocol());
    acceptor.set_option(Acceptor::reuse_address(true));
    acceptor.set_option(asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>(true));
    acceptor.bind(endpoint);
    acceptor.listen();
    acceptor.non_blocking(true);
    doors_.push_back(std::move(door));
    return acceptor.local_endpoint();
}

void Worker::run() {
    for (const auto& door : doors_)
        asio::co_spawn(context_, accept(*door), asio::detached);
    context_.run();
}

Awaitable<void> Worker::accept(Door& door) {
    boost::system::error_code ignored;
    while (door.acceptor.is_open()) {
        const Accepted accepted = accept_waiting(door);
        if (draining()) break;
        if (accepted.failed || accepted.giving_way) {
            door.timer.expires_after(accepted.failed ? kAcceptPause : kGivingWayPause);
            co_await door.timer.async_wait(awaiting(ignored));
        } else {
            co_await door.acceptor.async_wait(Acceptor::wait_read, awaiting(ignored));
        }
    }
}

// Accepts the waiting connections.
Worker::Accepted Worker::accept_waiting(Door& door) {
    Accepted accepted;
    for (int i = 0; i < kMostAcceptedAtOnce; ++i) {
        boost::system::error_code error;
        Socket socket(context_);
        tcp::endpoint peer;
        door.acceptor.accept(socket, peer, error);
        accepted.all = error.failed();
        accepted.failed = error && error != asio::error::would_block;
        if (error) break;
        std::string address = address_of(peer);
        if (Worker* const other = other_for({.remote_address = address})) {
            accepted.giving_way = true;
            other->take_over({.socket = moved(socket, other->context()),
                              .service = door.service,
                              .remote_address = std::move(address)});
        } else {
            start(std::move(socket), door.service, std::move(address));
        }
    }
    return accepted;
}

void Worker::start(Socket socket, Service service, std::string remote_address) {
    const std::size_t limit = shared_.limits.connections;
    const std::size_t present = shared_.connections.load(std::memory_order_relaxed);
    // Low-priority clients leave half of the connections to others.
    if (this == shared_.patient && present >= limit / 2) return;
    if (present >= 2 * limit) return;  // Not even a refusal: that would be another connection.
    // Refusing a TLS client would cost a handshake.
    if (present >= limit && service == Service::tls) return;
    std::make_shared<Connection>(*this, std::move(socket), service, std::move(remote_address))
        ->start(present >= limit);
}

Worker* Worker::other_for(const Request& request) {
    const bool patient = this == shared_.patient;
    if (draining() || shared_.gives_way(request) == patient) return nullptr;
    return patient ? shared_.workers[given_back_++ % shared_.workers.size()] : shared_.patient;
}

void Worker::take_over(Handover&& connection) {
    asio::post(context_, [this, taken = std::move(connection)]() mutable {
        if (!taken.request)
            start(std::move(taken.socket), taken.service, std::move(taken.remote_address));
        else
            std::make_shared<Connection>(*this, std::move(taken.socket), taken.service,
                                         std::move(taken.remote_address))
                ->go_on(std::move(taken.buffer), *std::move(taken.request));
    });
}

void Worker::end_round() {
    if (std::exchange(in_round_, false) && shared_.application.end_round)
        shared_.application.end_round(index_);
}

void Worker::post(std::vector<std::function<void()>> calls) {
    asio::post(context_, [calls = std::move(calls)] {
        for (const auto& call : calls)
            call();
    });
}

void Worker::post_drain(std::function<void()> then) {
    asio::post(context_, [this, then = std::move(then)] {
        drain();
        if (then) then();
    });
}

void Worker::drain() {
    if (draining()) return;
    drain_deadline_ = Clock::now() + shared_.limits.drain;
    for (const auto& door : doors_) {
        // A client that is connected but not yet accepted would see a reset.
        while (!accept_waiting(*door).all) {
        }
        boost::system::error_code error;
        door->acceptor.close(error);
        door->timer.cancel();
    }
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

// Enforces the time limits while there are connections. One timer for all: a timer per connection
// would be set several times per request.
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
        date_ = to_http_date(now);
    }
    return date_;
}

}  // namespace roster::net
