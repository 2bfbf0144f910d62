// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace roster {

struct Header {
    std::string name{};
    std::string value{};
};

// One request as it came over the wire, or as the command line made it.
struct Request {
    std::string method{};
    std::string target{};  // path and query, as sent
    std::vector<Header> headers{};
    std::string body{};
    std::string remote_address{};
    bool secure = false;  // arrived by TLS
    bool local = false;   // made by the command line of this data directory, never from a socket

    // The value of the first header of that name (letter case aside), or nullptr.
    const std::string* find_header(std::string_view name) const;
    // The same, "" when absent.
    std::string_view header(std::string_view name) const;
};

// One answer. Without `length_known` no Content-Length is sent: HTTP/1.1 gets chunks, HTTP/1.0
// the end of the connection. Statuses 1xx, 204 and 304 and answers to HEAD carry no body.
struct Response {
    int status = 200;
    std::vector<Header> headers{};
    std::string body{};
    bool length_known = true;
    std::string hint{};  // what to change, for the terminal of `serve`; also in Roster-Hint

    void set(std::string_view name, std::string value);  // replaces
    void add(std::string_view name, std::string value);
    void remove(std::string_view name);
    const std::string* find_header(std::string_view name) const;
};

}  // namespace roster
