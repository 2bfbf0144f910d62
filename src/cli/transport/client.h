// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/value.h"
#include "http/message.h"

namespace roster::cli {

// Sends a request to an installation and returns the response.
using Transport = std::function<Response(Request)>;

// The answer of an endpoint: 200, or a number of its protocol and the reason.
struct Reply {
    int status = 0;
    Value data{};
    std::string message{};
    std::string json{};  // of Roster's own API, as received: in `data` an empty map is a list

    // Whether the endpoint succeeded.
    bool good() const { return status == 200; }
    // A member of the data, null when it is absent.
    const Value& operator[](std::string_view name) const;
    std::string text(std::string_view name) const;  // "" unless it is a text
    bool is(std::string_view name) const;           // whether it is present and true
    // A member as a whole number, 0 when it is absent.
    std::int64_t integer(std::string_view name) const;
    // Each item of a list on one line; empty when the data is not a list.
    std::vector<std::string> texts(std::string_view name) const;
    // Each item of data that is a list, as its own reply.
    std::vector<Reply> entries() const;
};

// No endpoint has answered; the sentence says why, for example because the database accepts no
// changes.
class NoReply : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// Makes requests as the command line of an installation. Throws NoReply.
class Client {
  public:
    explicit Client(Transport transport) : transport_(std::move(transport)) {}

    // Calls an endpoint of Roster's own API; `path` is below /api/v1. The arguments go into the
    // query of a GET or DELETE, otherwise into the body. The status is the HTTP status.
    Reply api(std::string method, std::string_view path, Array arguments = {}) const;
    // Calls an endpoint of Nextcloud's OCS API; the status is its number in version 2.
    Reply ocs(std::string method, std::string_view path, Array arguments = {}) const;
    // Reads the JSON of an HTTP path outside both APIs.
    Reply page(std::string_view path) const;

  private:
    Response send(std::string method, std::string target, Array arguments) const;

    Transport transport_;
};

}  // namespace roster::cli
