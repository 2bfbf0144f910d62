// SPDX-License-Identifier: Apache-2.0
#include "service/request/parameters.h"

#include <fmt/core.h>

#include <array>

#include "http/forms.h"

namespace roster {

namespace {

using Read = Exchange::Read;

constexpr std::array<std::string_view, 4> kNeededMembers{"format", "forceLanguage", "log_secret",
                                                         "requesttoken"};

bool is_large(const Request& request) {
    return request.body.size() > kSmallBodyBytes;
}

void parse_body(Exchange& exchange) {
    exchange.read = Read::all;
    Expected<Array, JsonFault> all =
        request_parameters(exchange.request, exchange.head.path_parameters);
    if (all)
        exchange.read_parameters = std::move(all).value();
    else
        exchange.has_too_many_values = is_large(exchange.request);
}

}  // namespace

void read_head_parameters(Exchange& exchange) {
    if (exchange.read != Read::nothing) return;
    exchange.read_parameters = head_parameters(exchange.request, exchange.head.path_parameters);
    exchange.read =
        exchange.request.body.empty() && !exchange.request.body_follows ? Read::all : Read::head;
}

void read_needed_parameters(Exchange& exchange) {
    if (exchange.read != Read::head || is_large(exchange.request)) return;
    if (exchange.request.body_follows) return;
    Expected<Array, JsonFault> needed =
        request_parameters(exchange.request, exchange.head.path_parameters, kNeededMembers);
    exchange.read = has_json_body(exchange.request) ? Read::needed : Read::all;
    if (needed) exchange.read_parameters = std::move(needed).value();
}

bool takes_body(Exchange& exchange) {
    Exchange::Run& run = exchange.run;
    const bool follows = exchange.request.body_follows;
    const bool is_known = run.actor.logged_in() || run.actor.on_command_line();
    if ((follows || is_large(exchange.request)) && !is_known)
        run.too_large =
            fmt::format("The body is over {} bytes, the most without a login. Send less{}.",
                        kSmallBodyBytes, run.route->logs_in ? ", or credentials with it" : "");
    else if (follows)
        run.stop = Lane::body;
    return run.too_large.empty() && !follows;
}

bool read_parameters(Exchange& exchange) {
    Exchange::Run& run = exchange.run;
    if (exchange.read != Read::all) {
        if (is_large(exchange.request) && !exchange.work.may_hash) {
            exchange.work.pending = [&exchange] { parse_body(exchange); };
            exchange.work.pending_for = Slow::hash;
            run.stop = Lane::hash;
            return false;
        }
        parse_body(exchange);
    }
    if (!exchange.has_too_many_values) return true;
    run.too_large = fmt::format(
        "The JSON of the body has over {} values. Send it in several calls.", kMaximumJsonValues);
    return false;
}

}  // namespace roster
