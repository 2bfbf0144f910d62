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

// Carries a request to an installation and brings the answer back.
using Transport = std::function<Response(Request)>;

// What an endpoint said: 200, or a number of its protocol and why.
struct Reply {
    int status = 0;
    Value data{};
    std::string message{};
    std::string json{};  // of Roster's own API, as it came: in data an empty map is a list

    bool good() const { return status == 200; }
    // A member of the data, a null where there is none.
    const Value& operator[](std::string_view name) const;
    std::string text(std::string_view name) const;  // "" unless it is a text
    bool is(std::string_view name) const;           // whether it is there and true
    std::int64_t integer(std::string_view name) const;
    // Each item of a list in one line; nothing where there is no list.
    std::vector<std::string> texts(std::string_view name) const;
    // Each item of data that is a list, as a reply of its own.
    std::vector<Reply> entries() const;
};

// No endpoint has answered: the sentence says why, as when the database takes no changes.
class NoReply : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// Makes requests as the command line of an installation. Throws NoReply.
class Client {
  public:
    explicit Client(Transport transport) : transport_(std::move(transport)) {}

    // An endpoint of Roster's own API, `path` below /api/v1. The arguments are in the query of a
    // GET or DELETE, and in the body of the others. The status is that of HTTP.
    Reply api(std::string method, std::string_view path, Array arguments = {}) const;
    // An endpoint of Nextcloud's OCS API; its numbers as version 2 gives them.
    Reply ocs(std::string method, std::string_view path, Array arguments = {}) const;
    // The JSON of a page outside both.
    Reply page(std::string_view path) const;

  private:
    Response send(std::string method, std::string target, Array arguments) const;

    Transport transport_;
};

}  // namespace roster::cli
