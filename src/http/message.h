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

// A body over this many bytes is only read when it is known who sends it, and only parsed where
// nobody waits for it.
inline constexpr std::size_t kSmallBodyBytes = 64 * 1024;

// One request as it came over the wire, or as the command line made it.
struct Request {
    std::string method{};
    std::string target{};  // path and query, as sent
    std::vector<Header> headers{};
    std::string body{};
    std::string remote_address{};
    bool body_follows = false;  // it is large, and waits until it is known who sends it
    bool secure = false;        // arrived by TLS
    bool local = false;  // made by the command line of this data directory, never from a socket

    // The value of the last header of that name (letter case aside), as in PHP, or nullptr.
    const std::string* find_header(std::string_view name) const;
    // The same, "" when absent.
    std::string_view header(std::string_view name) const;
};

// Turns a target in absolute form, `http://host/path`, into the path, and the header Host into that
// host, which is the one that counts (RFC 9112 §3.2.2). False when it names none.
bool to_origin_form(Request& request);

// One answer. Without `length_known` no Content-Length is sent: HTTP/1.1 gets chunks, HTTP/1.0
// the end of the connection. Statuses 1xx, 204 and 304 and answers to HEAD carry no body.
struct Response {
    int status = 200;
    std::string header_lines{};  // as they go over the wire, each with its end
    std::string body{};
    bool length_known = true;
    std::string hint{};  // what to change, for the terminal of `serve`; also in Roster-Hint

    // A header whose name or value holds CR, LF or NUL is left out: it would let a stored text
    // write headers of its own.
    void set(std::string_view name, std::string_view value);  // replaces
    void add(std::string_view name, std::string_view value) { add(name, {value}); }
    void add(std::string_view name, std::initializer_list<std::string_view> parts_of_value);
    // Constant ones that are not there yet, written as in `header_lines`.
    void add_lines(std::string_view lines) { header_lines += lines; }
    void remove(std::string_view name);
    // The value of the first header of that name (letter case aside); good until the next change.
    std::optional<std::string_view> find_header(std::string_view name) const;
};

}  // namespace roster
