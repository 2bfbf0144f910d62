// SPDX-License-Identifier: Apache-2.0
#include "service/stages.h"

#include "base/host.h"
#include "directory/passwords/password_hashes.h"
#include "service/call.h"
#include "service/guards.h"
#include "service/request/origin.h"
#include "service/request/parameter_texts.h"
#include "service/request/parameters.h"
#include "service/unavailable.h"

namespace roster {

namespace {

using Step = Exchange::Step;

// Even trusted_domains cannot allow a text that is not a host name.
bool is_host_well_formed(const Exchange& exchange) {
    const std::string& host = exchange.run.origin.asked_host;
    return exchange.request.local || host.empty() || is_host(host);
}

// A host that the settings substitute must not make an untrusted one pass.
bool is_host_trusted(const Exchange& exchange) {
    const Settings& settings = *exchange.run.settings;
    return exchange.head.protocol->answers_any_host || !settings.text("overwritehost").empty() ||
           is_trusted_host(settings, exchange.run.origin.asked_host);
}

bool goes_on_in_maintenance(const Exchange& exchange) {
    const Protocol& protocol = *exchange.head.protocol;
    return protocol.goes_on_in_maintenance && protocol.goes_on_in_maintenance(exchange);
}

// The checks of every HTTP call, in any protocol.
Result<Done> check_caller(Exchange& exchange) {
    if (!is_host_trusted(exchange)) return refuse(Errc::untrusted_host);
    if (exchange.head.protocol->admit) TRY(exchange.head.protocol->admit(exchange));
    if (exchange.run.settings->boolean("maintenance", false) && !goes_on_in_maintenance(exchange))
        return refuse(Errc::maintenance);
    return Done{};
}

// The checks before the route is considered.
Result<Done> check_admission(Exchange& exchange, Transaction& tx) {
    Exchange::Run& run = exchange.run;
    if (!is_host_well_formed(exchange)) {
        run.hint =
            "The name that this server was called by is no host name: write letters, digits, dots "
            "and hyphens, and behind a colon the port in digits.";
        return refuse(Errc::untrusted_host);
    }
    if (!exchange.request.local) TRY(check_caller(exchange));
    if (!has_moved(tx.installation, *tx.settings)) return Done{};
    run.hint = "The installation has moved to another database: start this server anew.";
    return refuse(Errc::maintenance);
}

Result<Done> admit_call(Exchange& exchange, Transaction& tx) {
    const Result<Done> admitted = check_admission(exchange, tx);
    // The maintenance answer uses the requested format.
    if (admitted || admitted.error().code == Errc::maintenance) read_head_parameters(exchange);
    if (!admitted) return admitted;
    exchange.run.route = exchange.head.row;
    exchange.run.step = Step::admitted;
    return Done{};
}

bool shows_credentials(const Exchange& exchange) {
    const Protocol& protocol = *exchange.head.protocol;
    return protocol.log_in && protocol.shows_credentials && protocol.shows_credentials(exchange);
}

// The command line of a data directory acts as administrator; for other clients the protocol
// decides.
Result<Done> log_in(Exchange& exchange, Transaction& tx) {
    const Protocol& protocol = *exchange.head.protocol;
    if (!exchange.request.local) return protocol.log_in ? protocol.log_in(exchange, tx) : Done{};
    tx.actor = Actor{.credential = Credential::command_line, .in_admin_group = true, .admin = true};
    exchange.run.actor = tx.actor;
    return Done{};
}

// Whether the call will read rows: for the login or in its handler. Without a login it gets no
// further than the guards of routes that need one.
bool needs_rows(const Exchange& exchange) {
    const Route* route = exchange.run.route;
    if ((!route || route->logs_in) && shows_credentials(exchange)) return true;
    if (!route) return false;
    if (route->guard.role != Role::anyone) return !route->app.empty();
    return needs_of(*route) != Needs::nothing;
}

Result<Done> enter(Exchange& exchange, Transaction& tx) {
    const Route* route = exchange.run.route;
    if (!route || route->logs_in) TRY(log_in(exchange, tx));
    if (!route) return refuse(exchange.head.no_row);
    TRY(pass_guards(exchange, tx));
    exchange.run.step = Step::entered;
    return Done{};
}

Result<Done> count(Exchange& exchange, Transaction& tx) {
    TRY(pass_limits(exchange, tx));
    exchange.run.step = Step::counted;
    return Done{};
}

bool only_reads(const Request& request) {
    return request.method == "GET" || request.method == "HEAD";
}

// Whether the hashes that its row announces are ready.
bool has_its_hashes(Exchange& exchange, Transaction& tx) {
    Exchange::Run& run = exchange.run;
    if (!run.route->passwords || exchange.work.may_hash || run.step == Step::ready) return true;
    // handle() will refuse it.
    if (!check_texts(exchange, tx)) return true;
    return hash_ahead(tx, run.route->passwords(exchange, tx));
}

Result<Done> handle(Exchange& exchange, Transaction& tx) {
    TRY(check_texts(exchange, tx));
    force_language(exchange, tx);
    exchange.head.protocol->begin(exchange);
    Call call(exchange, tx);
    ++exchange.attempts.handled;
    return after_guards(exchange, tx, exchange.run.route->handler(call));
}

Done stop(Exchange& exchange, Lane lane) {
    exchange.run.stop = lane;
    return Done{};
}

// From the guards to the handler.
Result<Done> go_on(Exchange& exchange, Transaction& tx) {
    Exchange::Run& run = exchange.run;
    const bool in_trouble = exchange.trouble != storage::Trouble::none;
    const bool waits_for_writer =
        needs_of(*run.route) == Needs::write && !tx.writable() && !in_trouble;
    // Limits stored in the database are counted where the call may write.
    const bool counts_later = waits_for_writer && has_stored_limit(*run.route);
    if (run.step == Step::entered && !counts_later) TRY(count(exchange, tx));
    // Not earlier: failed password attempts are still answered and counted.
    const bool changes = !only_reads(exchange.request) || needs_of(*run.route) == Needs::write;
    if (in_trouble && changes)
        throw storage::DatabaseError(sentence_for(exchange.trouble), exchange.trouble);
    // A client over its rate limit should not send a large body in vain.
    if (counts_later && exchange.request.body_follows) return stop(exchange, Lane::write);
    if (!takes_body(exchange) || !read_parameters(exchange)) return Done{};
    if (!has_its_hashes(exchange, tx)) {
        // Nor should anything slow be computed for it.
        if (counts_later) return stop(exchange, Lane::write);
        run.step = Step::ready;
        return stop(exchange, Lane::hash);
    }
    if (waits_for_writer) return stop(exchange, Lane::write);
    return handle(exchange, tx);
}

}  // namespace

void force_language(const Exchange& exchange, Transaction& tx) {
    const Value* language = exchange.parameters().find("forceLanguage");
    if (language && language->text()) tx.forced_language = *language->text();
}

Result<Done> serve(Exchange& exchange, Transaction& tx) {
    if (exchange.run.step == Step::nothing) TRY(admit_call(exchange, tx));
    if (exchange.run.step == Step::admitted) {
        if (!exchange.work.may_query && needs_rows(exchange)) return stop(exchange, Lane::database);
        TRY(enter(exchange, tx));
    }
    return go_on(exchange, tx);
}

}  // namespace roster
