// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/house.h"
#include "base/json/value.h"
#include "directory/transaction.h"
#include "service/answer.h"

namespace roster {

// What a caller got, its envelope read.
struct Answer {
    Response response{};
    int number = 0;         // OCS status code
    std::string message{};  // of the envelope
    Value data{};

    int status() const { return response.status; }
};

std::vector<Header> headers_of(const Response& response);

using Form = std::vector<std::pair<std::string, std::string>>;

// An installation with the account `admin`, and callers who act through the one door. It is in
// memory or, with ROSTER_TEST_WORLD, on a server: then one at a time.
// Every other account has the password "Secret-" + uid.
class World {
  public:
    World();
    // On that database, which holds a stock installation and nothing else.
    explicit World(storage::Database database);

    // What stands there before the story begins; made by the administrator.
    World& user(const std::string& uid, const std::vector<std::string>& groups = {});
    World& group(const std::string& gid);
    World& subadmin(const std::string& uid, const std::string& gid);
    World& set(const std::string& key, Value value);

    // Calls /ocs/v2.php + path in JSON as this account; as nobody when it is empty.
    class Caller {
      public:
        Caller(World& world, std::string uid) : world_(world), uid_(std::move(uid)) {}
        Answer get(const std::string& path) { return call("GET", path, {}); }
        Answer post(const std::string& path, const Form& form = {}) {
            return call("POST", path, form);
        }
        Answer put(const std::string& path, const Form& form = {}) {
            return call("PUT", path, form);
        }
        Answer remove(const std::string& path, const Form& form = {}) {
            return call("DELETE", path, form);
        }
        Answer call(const std::string& method, const std::string& path, const Form& form);

      private:
        World& world_;
        std::string uid_;
    };
    Caller as(const std::string& uid) { return {*this, uid}; }

    // Any request, as it stands.
    Response send(Request request);
    bool has_user(const std::string& uid);

    std::int64_t now = 1'790'000'000;  // Unix seconds; a story may move it
    Installation house_installation;
    House house;
    std::unique_ptr<storage::Connection> db;  // may write
};

// The value of Authorization for Basic.
std::string basic(const std::string& name, const std::string& password);
std::string encode_form(const Form& form);

}  // namespace roster
