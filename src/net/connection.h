// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/beast/core/flat_buffer.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/asio.h"
#include "net/request_parser.h"
#include "net/response_head.h"
#include "net/worker.h"

namespace roster::net {

// One client. Its requests run one after another; each is answered before the next is read. Lives
// as long as its coroutine, on the thread of its worker.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Worker& worker, Socket socket, Service service, std::string remote_address);
    ~Connection();

    // `too_many` answers 503 instead of reading.
    void start(bool too_many);
    // Continues with a request that another worker has received, and with the bytes behind it.
    void go_on(boost::beast::flat_buffer&& buffer, RequestParser&& request);
    // Ends the current phase when its time is over. The coroutine itself must not call it.
    void check_deadline(Clock::time_point now);
    // Ends the connection now if it is idle, otherwise after the current request.
    void drain();

  private:
    enum class Phase { idle, handshaking, reading, running, writing, lingering };

    Awaitable<void> serve(bool too_many);
    Awaitable<void> answer_requests();
    void move_to(Worker& other);
    Awaitable<bool> receive_request();
    Awaitable<bool> receive_rest();
    Awaitable<bool> receive_while_small(std::size_t small_bytes);
    Awaitable<bool> receive_bytes();
    bool keep_within_limits(std::size_t parsed_bytes = 0);
    void keep_nothing();
    bool explain_silence(const boost::system::error_code& error);
    Awaitable<bool> carry_out(Call& call);
    Awaitable<std::optional<Lane>> pass(Lane lane, Call& call);
    Awaitable<bool> send(const Response& response, const Framing& framing);
    Awaitable<bool> send_bytes(std::string_view bytes);
    Awaitable<void> refuse(int status, std::string_view reason);
    Awaitable<void> linger();
    Awaitable<bool> start_tls();
    Awaitable<std::optional<char>> first_byte();
    Awaitable<void> end_tls();
    Awaitable<std::size_t> read_some(asio::mutable_buffer buffer, boost::system::error_code& error);
    Awaitable<std::size_t> write_some(asio::const_buffer buffer, boost::system::error_code& error);
    bool has_arrived() const;
    void enter(Phase phase, std::chrono::milliseconds limit);

    Worker& worker_;
    Socket socket_;
    std::unique_ptr<TlsStream> tls_{};  // once the client has started TLS
    const Service service_;
    std::string remote_address_;
    boost::beast::flat_buffer buffer_;
    std::size_t read_bytes_;  // bytes per read
    std::optional<RequestParser> parser_{};
    bool body_is_wanted_ = false;  // by the call, once the client is logged in
    std::size_t kept_bytes_ = 0;   // as counted in Shared
    Phase phase_ = Phase::idle;
    Clock::time_point deadline_ = Clock::time_point::max();
    bool late_ = false;
};

}  // namespace roster::net
