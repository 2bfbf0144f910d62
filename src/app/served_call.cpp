// SPDX-License-Identifier: Apache-2.0
#include "app/served_call.h"

#include <fmt/core.h>

#include <cstdio>

#include "app/transport_security.h"
#include "directory/login/throttle.h"
#include "service/request/origin.h"
#include "service/route.h"

namespace roster {

namespace {

constexpr int kServiceUnavailable = 503;

net::Lane lane_of(Slow purpose) {
    if (purpose == Slow::hash) return net::Lane::hash;
    return purpose == Slow::login_key ? net::Lane::keys : net::Lane::late_keys;
}

}  // namespace

Response refuse_framing(int status, std::string_view reason) {
    Response response{.status = status};
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.set("Roster-Hint", std::string(reason));
    if (status == kServiceUnavailable) response.set("Retry-After", "1");
    response.body = fmt::format("{}\n", reason);
    return response;
}

Response unavailable(std::string_view reason) {
    return refuse_framing(kServiceUnavailable, reason);
}

bool Serving::gives_way(const Request& request) {
    if (!penalty_box.any()) return false;
    const auto settings = house.installation.settings.current();
    return gives_way(find_origin(request, *settings), *settings);
}

bool Serving::gives_way(const Origin& origin, const Settings& settings) {
    return penalty_box.any() && penalty_box.has(counted_network(origin.remote_address, settings),
                                                house.installation.clock());
}

std::optional<net::Lane> ServedCall::run(net::Lane lane, std::size_t thread) {
    if (lane == net::Lane::hash || lane == net::Lane::keys) {
        // A client that has passed the guards is not guessing passwords.
        if (exchange.run.stopped || !is_hopeless()) exchange.work.pending();
        if (exchange.request.body.size() > kSmallBodyBytes)
            parsed_bytes = exchange.parameters().memory_bytes();
        return next_after_hash_;
    }
    exchange.work.may_hash = false;
    exchange.work.may_query = lane == net::Lane::database || !is_remote();
    if (lane == net::Lane::database) return run_on_server(*serving_.database_connections[thread]);
    return take(answer(serving_.house, *serving_.readers[thread], exchange), net::Lane::read);
}

void ServedCall::take_body(std::string&& body) {
    exchange.request.body = std::move(body);
    exchange.request.body_follows = false;
}

// When the client was refused while this call waited for its hash, this call will most likely be
// refused too, so the hash is skipped. If not, the call comes back and gets its hash.
bool ServedCall::is_hopeless() {
    if (came_back_) return false;
    came_back_ = true;
    return serving_.gives_way(exchange.run.origin, *exchange.run.settings);
}

bool ServedCall::is_remote() const {
    return serving_.house.installation.database.is_remote();
}

// A call that only reads needs no transaction, and neither does a login.
std::optional<net::Lane> ServedCall::run_on_server(storage::Connection& db) {
    if (!serving_.watch.is_ready()) {
        response = unavailable("The database does not answer yet. Repeat the call later.");
        return std::nullopt;
    }
    const Commit commit(serving_.house.installation);
    db.set_writable(false);
    Outcome outcome = answer(serving_.house, db, exchange);
    if (outcome.go_on == Lane::write) {
        db.set_writable(true);
        outcome = answer(serving_.house, db, exchange);
    }
    return take(std::move(outcome), net::Lane::database);
}

std::optional<net::Lane> ServedCall::take(Outcome&& outcome, net::Lane ran_on) {
    if (outcome.go_on == Lane::write) return net::Lane::write;
    if (outcome.go_on == Lane::database) return net::Lane::database;
    if (outcome.go_on == Lane::body) return net::Lane::body;
    if (outcome.go_on == Lane::hash) {
        // A hash leads to a change, unless the call only reads.
        const Route* const row = exchange.head.row;
        const bool reads = row && needs_of(*row) != Needs::write;
        const net::Lane changing = is_remote() ? net::Lane::database : net::Lane::write;
        next_after_hash_ = reads ? ran_on : changing;
        return lane_of(exchange.work.pending_for);
    }
    actions = std::move(outcome.actions);
    // The work of a call on the write lane is durable only with the commit of its batch.
    if (ran_on != net::Lane::write) finish();
    return std::nullopt;
}

void ServedCall::finish() {
    for (const auto& action : actions)
        action();
    response = std::move(exchange.response);
    // Absent when an internal error came first.
    if (const Settings* settings = exchange.run.settings.get()) {
        if (exchange.request.secure) bind_to_https(response, exchange.request, *settings);
        if (exchange.run.others_go_first)
            serving_.penalty_box.note(
                counted_network(exchange.run.origin.remote_address, *settings),
                serving_.house.installation.clock());
    }
    if (serving_.show_hints && !response.hint.empty()) show_hint();
}

// Without the query: clients may send a password there.
void ServedCall::show_hint() const {
    const std::string& target = exchange.request.target;
    fmt::print(stderr, "{} {} answered {}. {}\n", exchange.request.method,
               target.substr(0, target.find('?')), response.status, response.hint);
}

}  // namespace roster
