// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/beast/core/flat_buffer.hpp>

#include <array>
#include <atomic>
#include <ctime>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "net/asio.h"
#include "net/lane_pool.h"
#include "net/request_parser.h"
#include "net/spare_time.h"
#include "net/tls.h"

namespace roster::net {

class Connection;
class Worker;

// What all listener threads share.
struct Shared {
    Application application{};
    Limits limits{};
    CurrentTls tls{};
    std::atomic<std::size_t> connections{0};
    std::atomic<std::uint64_t> rounds{0};    // that have begun: grows with the calls
    std::atomic<std::size_t> kept_bytes{0};  // of those connections that are counted
    std::optional<LanePool> hash{};
    std::optional<LanePool> write{};
    std::optional<LanePool> database{};
    std::optional<LanePool> keys{};
    std::optional<SpareTime> ahead{};
    std::vector<Worker*> workers{};  // of the threads that serve
    Worker* patient = nullptr;       // of the thread for those who give way

    // After an accident nobody gives way: the call itself will meet it and tell.
    bool gives_way(const Request& request) const {
        try {
            return application.gives_way && application.gives_way(request);
        } catch (const std::exception&) {
            return false;
        }
    }
    // The threads of a lane other than Lane::read.
    LanePool& pool(Lane lane) {
        if (lane == Lane::hash) return *hash;
        if (lane == Lane::keys || lane == Lane::late_keys) return *keys;
        return lane == Lane::write ? *write : *database;
    }
};

// A connection on its way to another worker.
struct Handover {
    Socket socket;  // of the other's context
    Service service{};
    std::string remote_address{};
    boost::beast::flat_buffer buffer{};      // what has arrived behind the request
    std::optional<RequestParser> request{};  // to go on with; none when the connection is new
};

// One listener thread: its sockets, its connections, and their clock. Everything in here runs on
// that thread, except the constructor, listen(), post_drain(), post() and take_over().
class Worker {
  public:
    Worker(Shared& shared, std::size_t index);
    ~Worker();

    // Opens a socket on the endpoint, beside those of the other workers. Returns its own endpoint.
    tcp::endpoint listen(const tcp::endpoint& endpoint, Service service);
    // Serves until it is drained and its last connection is gone.
    void run();
    // From any thread: no new connections, and the old ones end when they can. `then` runs on the
    // worker's thread when it has begun.
    void post_drain(std::function<void()> then = {});
    // From any thread: runs these on the worker's.
    void post(std::vector<std::function<void()>> calls);
    // From any thread: goes on here with a connection.
    void take_over(Handover&& connection);
    // The worker that serves this request in place of this one, or nullptr.
    Worker* other_for(const Request& request);

    Shared& shared() { return shared_; }
    asio::io_context& context() { return context_; }
    std::size_t index() const { return index_; }
    bool draining() const { return drain_deadline_ != Clock::time_point::max(); }
    // The end of all waiting for clients.
    Clock::time_point drain_deadline() const { return drain_deadline_; }
    // For bytes that nobody looks at.
    asio::mutable_buffer waste() { return asio::buffer(waste_); }
    // The value of a Date header now.
    const std::string& date();

    // A round is the calls that run one after the other before the first of them is answered.
    void begin_round() {
        in_round_ = true;
        shared_.rounds.fetch_add(1, std::memory_order_relaxed);
    }
    void end_round();

    void enter(Connection& connection);
    void leave(Connection& connection);

  private:
    struct Door {
        Acceptor acceptor;
        Timer timer;
        Service service;
    };
    struct Accepted {
        bool all = false;
        bool failed = false;
        bool giving_way = false;  // one of them at least
    };
    Awaitable<void> accept(Door& door);
    Accepted accept_waiting(Door& door);
    Awaitable<void> watch();
    void start(Socket socket, Service service, std::string remote_address);
    void drain();
    void end_if_over();

    Shared& shared_;
    const std::size_t index_;
    asio::io_context context_{1};
    std::optional<asio::executor_work_guard<Executor>> guard_;
    std::vector<std::unique_ptr<Door>> doors_{};
    std::unordered_set<Connection*> connections_{};
    Timer watch_timer_;
    bool watching_ = false;
    bool in_round_ = false;
    std::size_t given_back_ = 0;  // connections, to the others in turn
    Clock::time_point drain_deadline_ = Clock::time_point::max();
    std::time_t date_second_ = -1;
    std::string date_{};
    std::array<char, 64 * 1024> waste_{};
};

}  // namespace roster::net
