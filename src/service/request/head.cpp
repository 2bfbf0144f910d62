// SPDX-License-Identifier: Apache-2.0
#include "service/request/head.h"

#include <stdexcept>

#include "base/crypto/crypto.h"

namespace roster {

namespace {

const Protocol& find_protocol(Exchange& exchange) {
    for (const Protocol* protocol : exchange.head.protocols)
        if (protocol->claims(exchange)) return *protocol;
    throw std::logic_error("the last protocol has to claim every request");
}

// Finds the row with this path and method. A path with only other methods is method_not_allowed.
void match_row(Exchange& exchange) {
    Exchange::Head& head = exchange.head;
    const std::string& method = exchange.request.method;
    for (const Route& row : head.protocol->routes) {
        const bool right_method = row.method == method || (method == "HEAD" && row.method == "GET");
        if (head.no_row == Errc::method_not_allowed && !right_method) continue;
        std::optional<Array> found = match_path(row.path, head.path);
        if (!found) continue;
        head.no_row = Errc::method_not_allowed;
        if (!right_method) continue;
        head.path_parameters = *std::move(found);
        head.row = &row;
        return;
    }
}

}  // namespace

void read_head(Exchange& exchange, std::span<const Protocol* const> protocols) {
    exchange.head.target = parse_target(exchange.request.target);
    exchange.head.protocols = protocols;
    exchange.head.protocol = &find_protocol(exchange);
    match_row(exchange);
}

}  // namespace roster
