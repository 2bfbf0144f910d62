// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "net/asio.h"
#include "net/lane_pool.h"
#include "net/tls.h"

namespace roster::net {

class Connection;

// What all listener threads share.
struct Shared {
    Application application{};
    Limits limits{};
    CurrentTls tls{};
    std::atomic<std::size_t> connections{0};
    std::optional<LanePool> hash{};
    std::optional<LanePool> write{};
    std::optional<LanePool> database{};

    // The threads of a lane other than Lane::read.
    LanePool& pool(Lane lane) {
        if (lane == Lane::hash) return *hash;
        return lane == Lane::write ? *write : *database;
    }
};

// One listener thread: its sockets, its connections, and their clock. Everything in here runs on
// that thread, except the constructor, listen() and post_drain().
class Worker {
  public:
    Worker(Shared& shared, std::size_t index);
    ~Worker();

    // Opens a socket on the endpoint, beside those of the other workers. Returns its own endpoint.
    tcp::endpoint listen(const tcp::endpoint& endpoint, Service service);
    // Serves until it is drained and its last connection is gone.
    void run();
    // From any thread: no new connections, and the old ones end when they can.
    void post_drain();

    Shared& shared() { return shared_; }
    asio::io_context& context() { return context_; }
    std::size_t index() const { return index_; }
    bool draining() const { return drain_deadline_ != Clock::time_point::max(); }
    // The end of all waiting for clients.
    Clock::time_point drain_deadline() const { return drain_deadline_; }
    // The value of a Date header now.
    const std::string& date();

    void enter(Connection& connection);
    void leave(Connection& connection);

  private:
    struct Door {
        Acceptor acceptor;
        Service service;
    };
    Awaitable<void> accept(Door& door);
    Awaitable<void> watch();
    void start(Socket socket, Service service);
    void drain();
    void end_if_over();

    Shared& shared_;
    const std::size_t index_;
    asio::io_context context_{1};
    std::optional<asio::executor_work_guard<Executor>> guard_;
    std::vector<std::unique_ptr<Door>> doors_{};
    std::unordered_set<Connection*> connections_{};
    Timer watch_timer_;
    Timer accept_timer_;
    bool watching_ = false;
    Clock::time_point drain_deadline_ = Clock::time_point::max();
    std::time_t date_second_ = -1;
    std::string date_{};
};

}  // namespace roster::net
