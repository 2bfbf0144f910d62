// SPDX-License-Identifier: Apache-2.0
#include "service/answer.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "base/crypto.h"
#include "base/text.h"
#include "directory/user_details.h"
#include "http/host.h"
#include "service/call.h"
#include "service/call_log.h"
#include "service/guards.h"
#include "service/hints.h"
#include "service/login.h"
#include "service/origin.h"
#include "service/parameter_texts.h"
#include "service/parameters.h"
#include "service/unavailable.h"

namespace roster {

namespace {

constexpr std::size_t kRequestIdLength = 20;
constexpr std::size_t kUsualHeaderBytes = 2048;  // of an answer

// The row whose path and method fit. A path that only other methods have is method_not_allowed.
Result<const Route*> match_route(Exchange& exchange, Array& path_parameters) {
    const std::string& method = exchange.request.method;
    bool path_exists = false;
    for (const Route& route : exchange.run.protocol->routes) {
        const bool right_method =
            route.method == method || (method == "HEAD" && route.method == "GET");
        if (path_exists && !right_method) continue;
        std::optional<Array> found = match_path(route.path, exchange.run.path);
        if (!found) continue;
        path_exists = true;
        if (!right_method) continue;
        path_parameters = *std::move(found);
        return &route;
    }
    return refuse(path_exists ? Errc::method_not_allowed : Errc::route_not_found);
}

// Whether a call of this row is better begun where it may write. A POST may still need a password
// hashed, which is found out elsewhere.
bool changes_for_sure(const Route& route) {
    return route.method == "PUT" || route.method == "DELETE";
}

// Whoever trusts it: what is no host name is no name of this server.
bool is_host_well_formed(const Exchange& exchange) {
    const std::string& host = exchange.run.origin.asked_host;
    return exchange.request.local || host.empty() || is_host(host);
}

bool only_reads(const Request& request) {
    return request.method == "GET" || request.method == "HEAD";
}

// What is settled before anybody asks which call it is.
Result<Done> admit_call(Exchange& exchange, Transaction& tx) {
    Exchange::Run& run = exchange.run;
    if (!is_host_well_formed(exchange)) {
        run.hint =
            "The name that this server was called by is no host name: write letters, digits, dots "
            "and hyphens, and behind a colon the port in digits.";
        return refuse(Errc::untrusted_host);
    }
    TRY(run.protocol->admit(exchange));
    if (!has_moved(tx.house, *tx.settings)) return Done{};
    run.hint = "The installation has moved to another database: start this server anew.";
    return refuse(Errc::maintenance);
}

void force_language(Exchange& exchange, Transaction& tx) {
    const Value* language = exchange.parameters().find("forceLanguage");
    if (language && language->text()) tx.forced_language = *language->text();
}

// Everything between the request and the end of its handler.
Result<Done> serve(Exchange& exchange, Transaction& tx) {
    Exchange::Run& run = exchange.run;
    if (Result<Done> admitted = admit_call(exchange, tx); !admitted) {
        // That one is told in the format that was asked for.
        if (admitted.error().code == Errc::maintenance) read_head_parameters(exchange, {});
        return admitted;
    }
    Array path_parameters;
    const Result<const Route*> matched = match_route(exchange, path_parameters);
    if (matched) run.route = *matched;
    read_head_parameters(exchange, std::move(path_parameters));

    if (!run.route || run.route->logs_in) TRY(log_in(exchange, tx));
    if (!matched) return Unexpected{matched.error()};
    TRY(pass_guards(exchange, tx));
    // Not earlier: guesses of passwords are answered and counted all the same.
    if (exchange.trouble != storage::Trouble::none && !only_reads(exchange.request))
        throw storage::DatabaseError(sentence_for(exchange.trouble), exchange.trouble);
    if (!takes_body(exchange)) return Done{};
    // A small body is parsed by the run that handles it, a large one once, before the writer waits.
    const bool is_large = exchange.request.body.size() > kSmallBodyBytes;
    if (is_large && !read_parameters(exchange)) return Done{};
    if (changes_for_sure(*run.route) && !tx.db.writable()) {
        run.wants_writer = true;
        return Done{};
    }
    if (!is_large && !read_parameters(exchange)) return Done{};
    TRY(check_texts(exchange, tx));
    force_language(exchange, tx);
    run.protocol->begin(exchange);
    Call call(exchange, tx);
    ++exchange.attempts.handled;
    return after_guards(exchange, tx, run.route->handler(call));
}

const Protocol& find_protocol(House& house, Exchange& exchange) {
    for (const Protocol* protocol : house.protocols)
        if (protocol->claims(exchange)) return *protocol;
    throw std::logic_error("the last protocol has to claim every request");
}

std::string hint_for_email(const Transaction& tx) {
    return fmt::format(
        "No account has this uid: it was found by an e-mail address, which anybody may claim to "
        "have. Call it by its uid, {}, or let no address count: roster --data-dir DIR "
        "config:system:set roster.find_users_by_email --type boolean --value false",
        tx.found_by_email.uid);
}

void refuse_call(Exchange& exchange, const Error& error) {
    exchange.response = Response{};
    exchange.run.body.clear();
    exchange.run.others_go_first = error.code == Errc::throttled ||
                                   (error.code == Errc::rate_limited && error.field == "network");
    if (exchange.run.hint.empty()) exchange.run.hint = hint_for(exchange, error);
    exchange.run.protocol->refuse(exchange, error);
    if (exchange.run.retry_after_seconds > 0)
        exchange.response.set("Retry-After", std::to_string(exchange.run.retry_after_seconds));
}

// The hint goes into a header that Nextcloud does not have; bodies stay Nextcloud's.
void show_hint(Exchange& exchange) {
    if (exchange.run.hint.empty()) return;
    exchange.response.add("Roster-Hint", exchange.run.hint);
    exchange.response.hint = exchange.run.hint;
}

void begin_run(House& house, Exchange& exchange) {
    const bool is_first = exchange.run.protocol == nullptr;
    ++exchange.attempts.begun;
    if (!is_first) {
        exchange.run = Exchange::Run{};
        exchange.response = Response{};
    }
    exchange.response.header_lines.reserve(kUsualHeaderBytes);
    exchange.run.request_id = random_text(kRequestIdLength, kAlphanumeric);
    exchange.run.login_changes = house.installation.login_changes;
    exchange.run.settings = house.installation.settings.current();
    exchange.run.origin = find_origin(exchange.request, *exchange.run.settings);
    exchange.run.target = parse_target(exchange.request.target);
    exchange.run.protocols = house.protocols;
    exchange.run.protocol = &find_protocol(house, exchange);
}

}  // namespace

void answer_accident(House& house, Exchange& exchange, const std::exception& accident) {
    read_needed_parameters(exchange);
    log_accident(house.installation, exchange, accident);
    const Error error{.code = Errc::internal};
    if (exchange.run.protocol) {
        try {
            refuse_call(exchange, error);
            return show_hint(exchange);
        } catch (const std::exception& another) {
            log_accident(house.installation, exchange, another);
        }
    }
    constexpr int kInternalServerError = 500;
    answer_plainly(exchange, kInternalServerError, hint_for(exchange, error));
}

namespace {

constexpr const char* kOutcomeUnknown =
    "The database went away during the commit, so it is not known whether the change was made. "
    "Look before you repeat the call.";
constexpr const char* kAlwaysInConflict =
    "Others change the same again and again. Nothing was changed; repeat the call a little later.";

// Whether the settings lack what sessions are named and signed with. The command line can mend it,
// and a process that tells so is live.
bool is_out_of_service(const Exchange& exchange) {
    return !exchange.request.local && !exchange.run.settings->missing().empty() &&
           exchange.run.target.path != "/health/live";
}

// The body was not read, or is given up: in the words of the server that takes bodies.
void answer_too_large(Exchange& exchange, Transaction& tx) {
    constexpr int kContentTooLarge = 413;
    tx.rollback();
    answer_plainly(exchange, kContentTooLarge, exchange.run.too_large);
}

void answer_refusal(Exchange& exchange, Transaction& tx, const Error& error) {
    read_needed_parameters(exchange);
    force_language(exchange, tx);
    if (tx.actor.logged_in() && !tx.actor.on_command_line())
        exchange.run.language = language_of(tx, tx.actor.uid);
    tx.rollback();
    log_refusal(exchange, tx, error);
    refuse_call(exchange, error);
}

// Whether it is not this call's statements that are wrong.
bool may_pass(const std::exception& accident) {
    const auto* error = dynamic_cast<const storage::DatabaseError*>(&accident);
    return error && (error->trouble != storage::Trouble::none ||
                     dynamic_cast<const storage::Conflict*>(error) != nullptr ||
                     dynamic_cast<const storage::ConnectionLost*>(error) != nullptr);
}

// One run; throws what only another run can settle.
Outcome run_once(House& house, Connection& db, Exchange& exchange) {
    Outcome outcome;
    try {
        begin_run(house, exchange);
        if (is_out_of_service(exchange)) {
            answer_unavailable(exchange, fmt::format("The server's setting {} is missing, so it "
                                                     "serves nobody; its log says what to do.",
                                                     exchange.run.settings->missing()));
            return outcome;
        }
        Transaction tx(house.installation, db, exchange.work, exchange.run.settings);
        if (!exchange.request.local) tx.origin = &exchange.run.origin;
        tx.remote_address = exchange.run.origin.remote_address;
        tx.accept_language = exchange.request.header("Accept-Language");
        tx.request_id = exchange.run.request_id;
        tx.user_agent = to_utf8(exchange.request.header("User-Agent"));
        const Result<Done> served = serve(exchange, tx);
        if (exchange.run.wants_writer || exchange.run.wants_body) {
            outcome.go_on = exchange.run.wants_body ? Lane::body : Lane::write;
            return outcome;
        }
        if (!exchange.run.too_large.empty()) {
            answer_too_large(exchange, tx);
        } else if (served) {
            exchange.run.protocol->finish(exchange);
            if (!tx.found_by_email.uid.empty()) exchange.run.hint = hint_for_email(tx);
            tx.commit();
        } else {
            answer_refusal(exchange, tx, served.error());
        }
        if (!exchange.run.accident.empty())
            tx.log({.level = LogLevel::error,
                    .message = exchange.run.accident,
                    .exception = "DomainException",
                    .exception_message = exchange.run.accident});
        outcome.actions = tx.take_actions();
        if (!tx.log_entries.empty())
            outcome.actions.insert(outcome.actions.begin(),
                                   log_later(house.installation, exchange, tx));
    } catch (const NeedsWriter&) {
        outcome.go_on = Lane::write;
    } catch (const storage::NeedsDatabase&) {
        outcome.go_on = Lane::database;
    } catch (const NeedsHash&) {
        outcome.go_on = Lane::hash;
    } catch (const std::exception& accident) {
        // A handler may fail over what it has not written.
        if (exchange.trouble != storage::Trouble::none || may_pass(accident)) throw;
        answer_accident(house, exchange, accident);
        return outcome;
    }
    if (!outcome.go_on) show_hint(exchange);
    return outcome;
}

// Random, so that calls that met each other do not meet again; longer each time.
void pause_before_next(int run) {
    constexpr int kMostDoublings = 7;
    thread_local std::minstd_rand engine{std::random_device{}()};
    const int most_ms = 1 << std::min(run, kMostDoublings);
    std::this_thread::sleep_for(
        std::chrono::milliseconds(std::uniform_int_distribution(1, most_ms)(engine)));
}

// What is to be answered when another run would be of no use.
Outcome give_up(House& house, Connection& db, Exchange& exchange,
                const storage::DatabaseError& error, const std::string& reason) {
    if (error.trouble != storage::Trouble::none)
        return answer_in_trouble(house, db, exchange, error);
    log_accident(house.installation, exchange, error);
    answer_unavailable(exchange, reason);
    return {};
}

}  // namespace

Outcome answer_in_trouble(House& house, Connection& db, Exchange& exchange,
                          const storage::DatabaseError& error) {
    log_accident(house.installation, exchange, error);
    house.installation.written_at = 0;
    const bool writable = db.writable();
    db.set_writable(false);
    db.forget_changes(true);
    exchange.trouble = error.trouble;
    Outcome outcome;
    try {
        outcome = run_once(house, db, exchange);
    } catch (const std::exception&) {
        answer_unavailable(exchange, sentence_for(error.trouble));
    }
    exchange.trouble = storage::Trouble::none;
    db.forget_changes(false);
    db.set_writable(writable);
    return outcome;
}

Outcome answer(House& house, Connection& db, Exchange& exchange) {
    constexpr int kMostRuns = 12;
    constexpr std::chrono::seconds kReconnectingFor{2}, kWaitingFor{10};
    const auto begin = std::chrono::steady_clock::now();
    for (int run = 1;; ++run) {
        try {
            return run_once(house, db, exchange);
        } catch (const storage::Conflict& conflict) {
            const bool locked_out = conflict.trouble == storage::Trouble::locked &&
                                    std::chrono::steady_clock::now() - begin >= kWaitingFor;
            if (run == kMostRuns || locked_out)
                return give_up(house, db, exchange, conflict, kAlwaysInConflict);
        } catch (const storage::ConnectionLost& lost) {
            if (lost.during_commit) {
                log_accident(house.installation, exchange, lost);
                answer_unavailable(exchange, kOutcomeUnknown);
                return {};
            }
            if (std::chrono::steady_clock::now() - begin >= kReconnectingFor)
                return give_up(house, db, exchange, lost, sentence_for(lost.trouble));
        } catch (const storage::DatabaseError& error) {
            // What else stands in the batch cannot be kept either.
            if (db.in_batch()) throw;
            return answer_in_trouble(house, db, exchange, error);
        }
        pause_before_next(run);
    }
}

Response answer_at_once(House& house, Connection& db, Request request) {
    Exchange exchange(std::move(request));
    const Outcome outcome = answer(house, db, exchange);
    for (const auto& action : outcome.actions)
        action();
    return std::move(exchange.response);
}

}  // namespace roster
