// SPDX-License-Identifier: Apache-2.0
#include "service/answer.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>
#include <utility>

#include "base/crypto/crypto.h"
#include "base/host.h"
#include "base/text.h"
#include "directory/users/user_details.h"
#include "service/call_log.h"
#include "service/hints/hints.h"
#include "service/request/head.h"
#include "service/request/origin.h"
#include "service/request/parameters.h"
#include "service/stages.h"
#include "service/unavailable.h"

namespace roster {

namespace {

constexpr std::size_t kRequestIdLength = 20;
constexpr std::size_t kUsualHeaderBytes = 2048;  // of a response

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
    exchange.head.protocol->refuse(exchange, error);
    if (exchange.run.retry_after_seconds > 0)
        exchange.response.set("Retry-After", std::to_string(exchange.run.retry_after_seconds));
}

// The hint goes into a header of Roster's own; bodies stay Nextcloud's.
void show_hint(Exchange& exchange) {
    if (exchange.run.hint.empty()) return;
    exchange.response.add("Roster-Hint", exchange.run.hint);
    exchange.response.hint = exchange.run.hint;
}

// Whether the attempt continues where it stopped. Not when its results may be outdated.
bool goes_on(House& house, Exchange& exchange) {
    Exchange::Run& run = exchange.run;
    if (!std::exchange(run.stopped, false)) return false;
    run.stop.reset();
    const std::uint64_t login_changes = house.installation.login_changes;
    if (run.step == Exchange::Step::admitted) run.login_changes = login_changes;
    return run.login_changes == login_changes &&
           run.settings == house.installation.settings.current();
}

void begin_run(House& house, Exchange& exchange) {
    if (exchange.attempts.begun++ == 0) {
        exchange.head.request_id = random_text(kRequestIdLength, kAlphanumeric);
    } else {
        exchange.run = Exchange::Run{};
        exchange.response = Response{};
    }
    exchange.response.header_lines.reserve(kUsualHeaderBytes);
    exchange.work.begin_run();
    exchange.run.login_changes = house.installation.login_changes;
    exchange.run.settings = house.installation.settings.current();
    exchange.run.origin = find_origin(exchange.request, *exchange.run.settings);
    if (!exchange.head.protocol) read_head(exchange, house.protocols);
}

// Passes the attempt's results to the transaction.
void take_over(Exchange& exchange, Transaction& tx) {
    Exchange::Run& run = exchange.run;
    if (!exchange.request.local) tx.origin = &run.origin;
    tx.remote_address = run.origin.remote_address;
    tx.accept_language = exchange.request.header("Accept-Language");
    tx.request_id = exchange.head.request_id;
    tx.user_agent = to_utf8(exchange.request.header("User-Agent"));
    tx.actor = run.actor;
    tx.log_entries = std::exchange(run.lines, {});
    tx.found_by_email = run.found_by_email;
    for (auto& action : std::exchange(run.actions, {}))
        tx.after_commit(std::move(action));
    tx.keep();
}

// Stores the transaction's results for the next stage of the attempt.
void leave(Exchange& exchange, Transaction& tx) {
    Exchange::Run& run = exchange.run;
    const bool may_have_changed = tx.writable();
    // What a login and a limit have recorded stays, whatever happens to the call. But a call whose
    // body never comes does not count as made.
    if (may_have_changed && run.stop == Lane::body) return;
    if (may_have_changed) {
        tx.commit();
        exchange.counts_already |= run.step >= Exchange::Step::counted;
    } else {
        tx.keep();
    }
    // Another call may change the stored session meanwhile.
    if (run.session && run.session->expires != 0) return;
    run.lines = std::move(tx.log_entries);
    run.actions = tx.take_actions();
    run.found_by_email = tx.found_by_email;
    run.stopped = true;
}

}  // namespace

void answer_accident(House& house, Exchange& exchange, const std::exception& accident) {
    read_needed_parameters(exchange);
    log_accident(house.installation, exchange, accident);
    const Error error{.code = Errc::internal};
    if (exchange.head.protocol) {
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

// Whether the settings lack the key or the name of sessions. The command line can repair that, and
// /health/live is still answered.
bool is_out_of_service(const Exchange& exchange) {
    return !exchange.request.local && !exchange.run.settings->missing().empty() &&
           exchange.head.target.path != "/health/live";
}

// The body was not read or is abandoned: answers in the format of the server itself.
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

// Whether the database caused the error, not the statements of this call.
bool may_pass(const std::exception& accident) {
    const auto* error = dynamic_cast<const storage::DatabaseError*>(&accident);
    return error && (error->trouble != storage::Trouble::none ||
                     dynamic_cast<const storage::Conflict*>(error) != nullptr ||
                     dynamic_cast<const storage::ConnectionLost*>(error) != nullptr);
}

// Runs an attempt or a part of it; throws what only another attempt can resolve.
Outcome run_once(House& house, Connection& db, Exchange& exchange) {
    Outcome outcome;
    try {
        if (!goes_on(house, exchange)) begin_run(house, exchange);
        if (is_out_of_service(exchange)) {
            answer_unavailable(exchange, fmt::format("The server's setting {} is missing, so it "
                                                     "serves nobody; its log says what to do.",
                                                     exchange.run.settings->missing()));
            return outcome;
        }
        Transaction tx(house.installation, db, exchange.work, exchange.run.settings);
        take_over(exchange, tx);
        const Result<Done> served = serve(exchange, tx);
        if (exchange.run.stop) {
            leave(exchange, tx);
            outcome.go_on = exchange.run.stop;
            return outcome;
        }
        if (!exchange.run.too_large.empty()) {
            answer_too_large(exchange, tx);
        } else if (served) {
            exchange.head.protocol->finish(exchange);
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
    } catch (const NeedsHash&) {
        outcome.go_on = Lane::hash;
    } catch (const std::exception& accident) {
        // The handler may fail because of what it could not write.
        if (exchange.trouble != storage::Trouble::none || may_pass(accident)) throw;
        answer_accident(house, exchange, accident);
        return outcome;
    }
    if (!outcome.go_on) show_hint(exchange);
    return outcome;
}

// Random, so that conflicting calls do not collide again; grows with each attempt.
void pause_before_next(int run) {
    constexpr int kMostDoublings = 7;
    thread_local std::minstd_rand engine{std::random_device{}()};
    const int most_ms = 1 << std::min(run, kMostDoublings);
    std::this_thread::sleep_for(
        std::chrono::milliseconds(std::uniform_int_distribution(1, most_ms)(engine)));
}

// The answer when another attempt would be useless.
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
    // What the write lane had committed for it may be lost with its batch.
    exchange.run.stopped = exchange.counts_already = false;
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
            // The rest of the batch cannot be kept either.
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
