// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace roster::net {

// What one server gives at most. Whatever is over a limit gets an answer that says so.
struct Limits {
    std::size_t header_bytes = 64 * 1024;       // request line and headers; else 431
    std::size_t body_bytes = 16 * 1024 * 1024;  // else 413
    // Over this the call is asked whether the body is wanted before it is read on.
    std::size_t small_body_bytes = kSmallBodyBytes;
    // What all connections together keep of their requests, read, waiting or parsed; else 503. Half
    // of it is for those whose body a call has asked for. A connection that keeps no more than
    // `uncounted_bytes` is not counted, and so never refused.
    std::size_t kept_bytes = 128 * 1024 * 1024;
    std::size_t uncounted_bytes = 16 * 1024;
    std::chrono::milliseconds tls{10'000};    // for a handshake; then a silent close
    std::chrono::milliseconds idle{60'000};   // between two requests; then a silent close
    std::chrono::milliseconds read{30'000};   // a head, and a body beside its pace; else 408
    std::chrono::milliseconds write{30'000};  // without the client taking a byte; then a close
    std::chrono::milliseconds linger{2'000};  // taking what comes after a last answer
    std::chrono::milliseconds drain{10'000};  // for clients that are slow when stop() is called
    std::size_t connections = 10'000;         // else 503, by TLS a silent close
    std::size_t hash_queue = 256;             // calls that wait; else refuse_busy
    std::size_t key_queue = 256;              // calls that wait; else refuse_busy
    std::size_t hash_threads = 0;             // 0: one per core
    std::size_t write_queue = 10'000;         // calls that wait; else refuse_busy
    std::size_t write_batch = 64;             // calls in one run_writes
    std::size_t database_queue = 10'000;      // calls that wait; else refuse_busy
    std::size_t database_threads = 0;         // 0: no call asks for Lane::database
};

// What a listening address is for. A `tls` address that meets plain HTTP says so in plain HTTP.
enum class Service { plain, tls, redirect };

// Where a stage of a call runs. `read` is the listener thread of the connection: it must not wait.
// `database` may wait for a server elsewhere. `keys` is one thread that lets hashes go before;
// `late_keys` is the same thread, for who lets the others there go before. `body` is no thread: the
// rest of the request is read, then the call goes on with `read`.
enum class Lane { read, hash, write, database, keys, late_keys, body };

// A call on its way: owned by its connection, moved between threads, touched by one at a time.
class Call {
  public:
    virtual ~Call() = default;
    // Runs one stage to its end; `thread` counts the threads of that lane from 0, and Lane::read
    // has one more than Listener::run was told, for those who give way. Returns the lane to go on
    // with, or nothing when `response` is ready. The write lane uses run_writes instead.
    virtual std::optional<Lane> run(Lane lane, std::size_t thread) = 0;
    // The whole body of a request whose body followed, after Lane::body was asked for.
    virtual void take_body(std::string&& body) = 0;

    Response response{};
    std::size_t parsed_bytes = 0;  // what the call keeps in memory beside its request
};

// What the server in front of the sockets needs of the program behind it. An exception out of any
// of these is answered with refuse_framing(500, ...). Responses carry no framing: Date, Connection,
// Content-Length and Transfer-Encoding are added by net/.
struct Application {
    // A whole request has arrived, or its head and not more than the beginning of a large body, and
    // then with Request::body_follows. A call that answers without having asked for Lane::body ends
    // its connection. Runs on a listener thread; Lane::read is the first stage.
    std::function<std::unique_ptr<Call>(Request&&)> make_call{};
    // The calls that had arrived at this listener thread have run; their answers are sent next.
    std::function<void(std::size_t thread)> end_round{};
    // Whether others go before this request. Asked before a call is made of it, and with only the
    // address of the client when that connects.
    std::function<bool(const Request&)> gives_way{};
    // The queue of the lane which the call asked for is full: fills its response (503).
    std::function<void(Call&)> refuse_busy{};
    // Runs these calls under one commit, durable when it returns. One entry per call: the lane to
    // go on with, nothing when its response is ready.
    std::function<std::vector<std::optional<Lane>>(std::span<Call*>)> run_writes{};
    // What can wait, in pieces of a few milliseconds, on the same thread as run_writes and never
    // beside it. Called with `busy` after the answers of a batch are on their way: what must not
    // wait for ever. Called without it while no call comes, again and again until it returns false:
    // nothing is left until the next batch.
    std::function<bool(bool busy)> tend{};
    // Makes one of what the calls of Lane::keys ask for, while no call comes (SpareTime), again
    // and again until it returns false, and anew after Listener::make_ahead().
    std::function<bool()> make_ahead{};
    // The answer when there is no request to make a call of: 400, 408, 413, 431, 500, 501 or 503,
    // and a sentence for people. The connection closes after it.
    std::function<Response(int status, std::string_view reason)> refuse_framing{};
    // The answer to every request at an address whose service is `redirect`.
    std::function<Response(const Request&)> redirect{};
};

}  // namespace roster::net
