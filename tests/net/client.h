// SPDX-License-Identifier: Apache-2.0
// An HTTP client that sees the bytes.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace roster::net::test {

// What came back: the head with its last line end, and the body without its framing.
struct Answer {
    int status = 0;
    std::string head{};
    std::string body{};

    bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

// A connection to 127.0.0.1. Every wait ends after 5 s and then throws.
class Client {
  public:
    explicit Client(std::uint16_t port, const char* own_address = "127.0.0.1");
    virtual ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // False when the other side takes no more.
    bool send(std::string_view bytes);
    // No more comes from here; answers still do.
    void end();
    // The next answer; `head_only` for HEAD. Throws when the connection ends inside it.
    Answer receive(bool head_only = false);
    // The next byte as it comes; no more when 0 or less.
    ssize_t receive_raw(char* byte) { return read_some(byte, 1); }
    // True when the server ends the connection with nothing more to say.
    bool closes();

  protected:
    // As send(2) and recv(2).
    virtual ssize_t write_some(const char* bytes, std::size_t count) {
        return ::send(socket_, bytes, count, MSG_NOSIGNAL);
    }
    virtual ssize_t read_some(char* bytes, std::size_t count) {
        return ::recv(socket_, bytes, count, 0);
    }
    int socket_;

  private:
    bool more();
    std::string take(std::size_t count);
    std::string take_line();

    std::string bytes_{};
};

// "METHOD TARGET HTTP/1.1", Host, then `rest`: headers with their line ends, blank line, body.
std::string request(std::string_view line, std::string_view rest = "\r\n");
inline Client::Client(std::uint16_t port, const char* own_address)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval limit{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = inet_addr(own_address);
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        throw std::runtime_error("no connection");
    }
}

inline Client::~Client() {
    ::close(socket_);
}

inline bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = write_some(bytes.data(), bytes.size());
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

inline void Client::end() {
    ::shutdown(socket_, SHUT_WR);
}

// False at the end of the connection.
inline bool Client::more() {
    char buffer[65536];
    const ssize_t count = read_some(buffer, sizeof buffer);
    if (count < 0) throw std::runtime_error("no answer, or a reset");
    bytes_.append(buffer, static_cast<std::size_t>(count));
    return count > 0;
}

inline std::string Client::take(std::size_t count) {
    while (bytes_.size() < count)
        if (!more()) throw std::runtime_error("the answer is cut off");
    std::string taken = bytes_.substr(0, count);
    bytes_.erase(0, count);
    return taken;
}

inline std::string Client::take_line() {
    while (bytes_.find("\r\n") == std::string::npos)
        if (!more()) throw std::runtime_error("the answer is cut off");
    return take(bytes_.find("\r\n") + 2);
}

inline Answer Client::receive(bool head_only) {
    Answer answer;
    while (!answer.head.ends_with("\r\n\r\n"))
        answer.head += take_line();
    answer.status = std::atoi(answer.head.c_str() + 9);
    if (head_only || answer.status < 200 || answer.status == 204) return answer;
    if (const auto at = answer.head.find("Content-Length: "); at != std::string::npos) {
        answer.body = take(std::strtoul(answer.head.c_str() + at + 16, nullptr, 10));
    } else if (answer.has("Transfer-Encoding: chunked")) {
        while (const auto size = std::strtoul(take_line().c_str(), nullptr, 16))
            answer.body += take(size), take_line();
        take_line();
    } else {
        while (more()) {
        }
        answer.body = std::exchange(bytes_, "");
    }
    return answer;
}

inline bool Client::closes() {
    return bytes_.empty() && !more();
}

inline std::string request(std::string_view line, std::string_view rest) {
    return std::string(line) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(rest);
}

}  // namespace roster::net::test
