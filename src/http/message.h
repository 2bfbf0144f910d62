// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roster {

struct Header {
    std::string name{};
    std::string value{};
};

// A longer body is read only when the client is authenticated, and parsed only on a thread for
// which no other call waits.
inline constexpr std::size_t kSmallBodyBytes = 64 * 1024;

// One HTTP request from the network, or one made by the command line.
struct Request {
    std::string method{};
    std::string target{};  // path and query, as sent
    std::vector<Header> headers{};
    std::string body{};
    std::string remote_address{};
    bool body_follows = false;  // the body is large, and is read only after authentication
    bool secure = false;        // arrived over TLS
    bool local = false;  // made by the command line of this data directory, never from a socket

    // The value of the last header of that name, as in PHP, or nullptr. Ignores letter case.
    const std::string* find_header(std::string_view name) const;
    // The same, "" when absent.
    std::string_view header(std::string_view name) const;
};

// Turns a target in absolute form, `http://host/path`, into the path, and sets the header Host to
// that host, which takes precedence (RFC 9112 §3.2.2). False when the target names no host.
bool to_origin_form(Request& request);

// One HTTP response. Without `length_known` no Content-Length is sent: HTTP/1.1 uses chunks,
// HTTP/1.0 closes the connection. Statuses 1xx, 204 and 304 and responses to HEAD have no body.
struct Response {
    int status = 200;
    std::string header_lines{};  // as they are sent, each with its line end
    std::string body{};
    bool length_known = true;
    // What the user should change; for the terminal of `serve` and the header Roster-Hint.
    std::string hint{};

    // Drops a header whose name or value contains CR, LF or NUL: otherwise a stored text could add
    // headers of its own.
    void set(std::string_view name, std::string_view value);  // replaces
    void add(std::string_view name, std::string_view value) { add(name, {value}); }
    void add(std::string_view name, std::initializer_list<std::string_view> parts_of_value);
    // Adds constant headers that are not set yet, in the form of `header_lines`.
    void add_lines(std::string_view lines) { header_lines += lines; }
    // Removes every header of that name.
    void remove(std::string_view name);
    // The value of the first header of that name (letter case aside); valid until the next change.
    std::optional<std::string_view> find_header(std::string_view name) const;
};

}  // namespace roster
