// SPDX-License-Identifier: Apache-2.0
#include "service/parameters.h"

#include <fmt/core.h>

#include <array>

#include "http/forms.h"

namespace roster {

namespace {

using Read = Exchange::Run::Read;

constexpr std::array<std::string_view, 4> kNeededMembers{"format", "forceLanguage", "log_secret",
                                                         "requesttoken"};

bool is_large(const Request& request) {
    return request.body.size() > kSmallBodyBytes;
}

void parse_large_body(Exchange& exchange) {
    if (exchange.large_parameters) return;
    const auto parse = [&exchange] {
        exchange.large_parameters =
            request_parameters(exchange.request, exchange.run.path_parameters);
    };
    if (exchange.work.may_hash) return parse();
    exchange.work.pending = parse;
    exchange.work.pending_for = Slow::hash;
    throw NeedsHash{};
}

}  // namespace

void read_head_parameters(Exchange& exchange, Array path_parameters) {
    Exchange::Run& run = exchange.run;
    run.path_parameters = std::move(path_parameters);
    run.parameters = head_parameters(exchange.request, run.path_parameters);
    run.read = exchange.request.body.empty() ? Read::all : Read::head;
}

void read_needed_parameters(Exchange& exchange) {
    Exchange::Run& run = exchange.run;
    if (run.read != Read::head || is_large(exchange.request)) return;
    Expected<Array, JsonFault> needed =
        request_parameters(exchange.request, run.path_parameters, kNeededMembers);
    run.read = has_json_body(exchange.request) ? Read::needed : Read::all;
    if (needed) run.parameters = std::move(needed).value();
}

bool takes_body(Exchange& exchange) {
    Exchange::Run& run = exchange.run;
    const bool follows = exchange.request.body_follows;
    const bool is_known = run.actor.logged_in() || run.actor.on_command_line();
    if ((follows || is_large(exchange.request)) && !is_known)
        run.too_large =
            fmt::format("The body is over {} bytes, the most without a login. Send less{}.",
                        kSmallBodyBytes, run.route->logs_in ? ", or credentials with it" : "");
    run.wants_body = is_known && follows;
    return run.too_large.empty() && !follows;
}

bool read_parameters(Exchange& exchange) {
    Exchange::Run& run = exchange.run;
    if (run.read == Read::all) return true;
    run.read = Read::all;
    if (is_large(exchange.request)) {
        parse_large_body(exchange);
    } else {
        Expected<Array, JsonFault> all = request_parameters(exchange.request, run.path_parameters);
        // A text of too many values is large.
        if (all) run.parameters = std::move(all).value();
    }
    if (!exchange.large_parameters || *exchange.large_parameters) return true;
    run.too_large = fmt::format(
        "The JSON of the body has over {} values. Send it in several calls.", kMaximumJsonValues);
    return false;
}

}  // namespace roster
