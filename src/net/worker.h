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

// State that all listener threads share.
struct Shared {
    Application application{};
    Limits limits{};
    CurrentTls tls{};
    std::atomic<std::size_t> connections{0};
    std::atomic<std::uint64_t> rounds{0};    // rounds begun: grows with the calls
    std::atomic<std::size_t> kept_bytes{0};  // of all counted connections
    std::optional<LanePool> hash{};
    std::optional<LanePool> write{};
    std::optional<LanePool> database{};
    std::optional<LanePool> keys{};
    std::optional<SpareTime> ahead{};
    std::vector<Worker*> workers{};  // of the threads that serve
    Worker* patient = nullptr;       // of the low-priority thread

    // Whether the request has low priority. False after an exception: the call itself will meet
    // the same error and report it.
    bool gives_way(const Request& request) const {
        try {
            return application.gives_way && application.gives_way(request);
        } catch (const std::exception&) {
            return false;
        }
    }
    // The threads of any lane but Lane::read.
    LanePool& pool(Lane lane) {
        if (lane == Lane::hash) return *hash;
        if (lane == Lane::keys || lane == Lane::late_keys) return *keys;
        return lane == Lane::write ? *write : *database;
    }
};

// A connection on its way to another worker.
struct Handover {
    Socket socket;  // in the other worker's context
    Service service{};
    std::string remote_address{};
    boost::beast::flat_buffer buffer{};      // the bytes received behind the request
    std::optional<RequestParser> request{};  // to continue with; none for a new connection
};

// One listener thread: its sockets, its connections and their timer. Everything runs on that
// thread, except the constructor, listen(), post_drain(), post() and take_over().
class Worker {
  public:
    Worker(Shared& shared, std::size_t index);
    ~Worker();

    // Opens another socket on the endpoint, beside those of the other workers. Returns the actual
    // endpoint.
    tcp::endpoint listen(const tcp::endpoint& endpoint, Service service);
    // Serves until it is drained and its last connection has ended.
    void run();
    // From any thread: stops accepting and lets the connections end. `then` runs on the worker's
    // thread when that has begun.
    void post_drain(std::function<void()> then = {});
    // From any thread: runs these functions on the worker's thread.
    void post(std::vector<std::function<void()>> calls);
    // From any thread: continues a connection on this worker.
    void take_over(Handover&& connection);
    // The worker that shall serve this request instead of this one, or nullptr.
    Worker* other_for(const Request& request);

    Shared& shared() { return shared_; }
    asio::io_context& context() { return context_; }
    std::size_t index() const { return index_; }
    bool draining() const { return drain_deadline_ != Clock::time_point::max(); }
    // When the drain stops waiting for clients.
    Clock::time_point drain_deadline() const { return drain_deadline_; }
    // A buffer for bytes that are discarded.
    asio::mutable_buffer waste() { return asio::buffer(waste_); }
    // The current value of a Date header.
    const std::string& date();

    // A round is the calls that run one after another before the first of them is answered.
    void begin_round() {
        in_round_ = true;
        shared_.rounds.fetch_add(1, std::memory_order_relaxed);
    }
    void end_round();

    // Called when a connection begins, and when it ends.
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
        bool giving_way = false;  // at least one of them has low priority
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
    std::size_t given_back_ = 0;  // connections handed to the other workers in turn
    Clock::time_point drain_deadline_ = Clock::time_point::max();
    std::time_t date_second_ = -1;
    std::string date_{};
    std::array<char, 64 * 1024> waste_{};
};

}  // namespace roster::net
