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

// The limits of a server. Whatever exceeds one gets a response that says so.
struct Limits {
    std::size_t header_bytes = 64 * 1024;       // request line and headers; else 431
    std::size_t body_bytes = 16 * 1024 * 1024;  // else 413
    // For a longer body the call is asked whether it wants the body before the rest is read.
    std::size_t small_body_bytes = kSmallBodyBytes;
    // The memory of all connections together for requests that are read, waiting or parsed; else
    // 503. Half of it is reserved for bodies that a call has asked for. A connection that holds at
    // most `uncounted_bytes` is not counted, and so never refused.
    std::size_t kept_bytes = 128 * 1024 * 1024;
    std::size_t uncounted_bytes = 16 * 1024;
    std::chrono::milliseconds tls{10'000};   // for a handshake; then a silent close
    std::chrono::milliseconds idle{60'000};  // between two requests; then a silent close
    // For a head; for a body, this plus its size at the minimum speed; else 408.
    std::chrono::milliseconds read{30'000};
    std::chrono::milliseconds write{30'000};  // without the client taking a byte; then a close
    std::chrono::milliseconds linger{2'000};  // to read on after the last response
    std::chrono::milliseconds drain{10'000};  // for slow clients after stop()
    std::size_t connections = 10'000;         // else 503; with TLS a silent close
    std::size_t hash_queue = 256;             // waiting calls; else refuse_busy
    std::size_t key_queue = 256;              // waiting calls; else refuse_busy
    std::size_t hash_threads = 0;             // 0: one per core
    std::size_t write_queue = 10'000;         // waiting calls; else refuse_busy
    std::size_t write_batch = 64;             // calls in one run_writes
    std::size_t database_queue = 10'000;      // waiting calls; else refuse_busy
    std::size_t database_threads = 0;         // 0: no call asks for Lane::database
};

// The purpose of a listening address. A `tls` address answers plain HTTP with an explanation in
// plain HTTP.
enum class Service { plain, tls, redirect };

// Where a stage of a call runs. `read` is the listener thread of the connection, which must not
// block. `database` may wait for a database server. `keys` is one thread with a lower priority than
// the hash threads; `late_keys` is the same thread, behind the other calls of its queue. `body` is
// no thread: the rest of the request is read, then the call continues with `read`.
enum class Lane { read, hash, write, database, keys, late_keys, body };

// A call in progress. Its connection owns it; it moves between threads, but only one uses it at a
// time.
class Call {
  public:
    virtual ~Call() = default;
    // Runs one stage. `thread` is the index of the thread in its lane; Lane::read has one thread
    // more than Listener::run was told, for the penalty box. Returns the next lane, or nothing when
    // `response` is ready. The write lane calls run_writes instead.
    virtual std::optional<Lane> run(Lane lane, std::size_t thread) = 0;
    // Receives the whole body after the call asked for Lane::body.
    virtual void take_body(std::string&& body) = 0;

    Response response{};
    std::size_t parsed_bytes = 0;  // memory of the call beside its request
};

// The callbacks of the program behind the server. An exception from any of them is answered with
// refuse_framing(500, ...). Responses carry no framing: net/ adds Date, Connection, Content-Length
// and Transfer-Encoding.
struct Application {
    // Called when a whole request has arrived, or its head and the beginning of a large body (then
    // with Request::body_follows). A call that answers such a request without asking for Lane::body
    // ends its connection. Runs on a listener thread; Lane::read is the first stage.
    std::function<std::unique_ptr<Call>(Request&&)> make_call{};
    // Called when all calls that had arrived at this listener thread have run, before their
    // responses are sent.
    std::function<void(std::size_t thread)> end_round{};
    // Whether the request has low priority. Called before make_call, and when a client connects,
    // then with only its address.
    std::function<bool(const Request&)> gives_way{};
    // Fills the response (503) of a call whose next lane has a full queue.
    std::function<void(Call&)> refuse_busy{};
    // Runs these calls in one commit, which is durable when it returns. Returns for each call the
    // next lane, or nothing when its response is ready.
    std::function<std::vector<std::optional<Lane>>(std::span<Call*>)> run_writes{};
    // Background work in pieces of a few milliseconds, on the thread of run_writes and never at the
    // same time. Called with `busy` after the responses of a batch were passed on: do only what
    // cannot be postponed forever. Called without it while the lane is idle, until it returns
    // false: then nothing is left until the next batch.
    std::function<bool(bool busy)> tend{};
    // Prepares one result that calls of Lane::keys will need, while the server is idle (SpareTime).
    // Called until it returns false, and again after Listener::make_ahead().
    std::function<bool()> make_ahead{};
    // The response when there is no valid request: 400, 408, 413, 431, 500, 501 or 503, with a
    // sentence for the client. The connection closes after it.
    std::function<Response(int status, std::string_view reason)> refuse_framing{};
    // The response to every request at an address whose service is `redirect`.
    std::function<Response(const Request&)> redirect{};
};

}  // namespace roster::net
