// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "app/database_watch.h"
#include "net/application.h"
#include "service/answer.h"
#include "service/penalty_box.h"

namespace roster {

using Connections = std::vector<std::unique_ptr<storage::Connection>>;

// What all calls of a server share.
struct Serving {
    House& house;
    const DatabaseWatch& watch;
    const bool show_hints;
    Connections readers{};
    Connections database_connections{};
    PenaltyBox penalty_box{};

    // Whether the request has low priority, because the client's network is in the penalty box.
    bool gives_way(const Request& request);
    // The same for a known origin.
    bool gives_way(const Origin& origin, const Settings& settings);
};

// Counts a change of logins once more when it ends: only then is the change durable, and logins
// read before that are outdated.
class Commit {
  public:
    explicit Commit(Installation& house) : changes_(house.login_changes), before_(changes_) {}
    ~Commit() {
        if (changes_ != before_) ++changes_;
    }
    Commit(const Commit&) = delete;

  private:
    std::atomic<std::uint64_t>& changes_;
    const std::uint64_t before_;
};

// Connects a call from net/ to answer() in service/.
class ServedCall final : public net::Call {
  public:
    ServedCall(Serving& serving, Request&& request)
        : exchange(std::move(request)), serving_(serving) {}

    std::optional<net::Lane> run(net::Lane lane, std::size_t thread) override;
    void take_body(std::string&& body) override;

    // Returns the next lane; takes the response over when it is ready.
    std::optional<net::Lane> take(Outcome&& outcome, net::Lane ran_on);
    // Runs the actions of a call whose changes are durable.
    void finish();

    Exchange exchange;
    std::vector<std::function<void()>> actions{};

  private:
    bool is_hopeless();
    bool is_remote() const;
    std::optional<net::Lane> run_on_server(storage::Connection& db);
    void show_hint() const;

    Serving& serving_;
    bool came_back_ = false;
    net::Lane next_after_hash_ = net::Lane::read;
};

// Responses of the server itself, in no protocol's format.
Response refuse_framing(int status, std::string_view reason);
Response unavailable(std::string_view reason);

}  // namespace roster
