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

// What the calls of a server share.
struct Serving {
    House& house;
    const DatabaseWatch& watch;
    const bool show_hints;
    Connections readers{};
    Connections database_connections{};
    PenaltyBox penalty_box{};

    // Whether others go before this request, because of what its network has sent.
    bool gives_way(const Request& request);
    bool gives_way(const Origin& origin, const Settings& settings);
};

// Notes, when it ends, that what has changed logins in its time is durable: who looked at them
// before that saw the state before.
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

// A call between the sockets and the one door.
class ServedCall final : public net::Call {
  public:
    ServedCall(Serving& serving, Request&& request)
        : exchange(std::move(request)), serving_(serving) {}

    std::optional<net::Lane> run(net::Lane lane, std::size_t thread) override;
    void take_body(std::string&& body) override;

    // Where to go on; an answer that is ready is taken over.
    std::optional<net::Lane> take(Outcome&& outcome, net::Lane ran_on);
    // Once what was changed is durable.
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

// Answers of the server itself, in its own words.
Response refuse_framing(int status, std::string_view reason);
Response unavailable(std::string_view reason);

}  // namespace roster
