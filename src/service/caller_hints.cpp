// SPDX-License-Identifier: Apache-2.0
#include "service/caller_hints.h"

#include <fmt/core.h>

#include "base/text.h"
#include "http/host.h"
#include "service/login.h"
#include "service/route_hints.h"

namespace roster {

namespace {

// Where a name can be added to the setting trusted_domains without taking the place of another.
std::size_t free_index(const Settings& settings) {
    const Value* trusted = settings.find("trusted_domains");
    if (!trusted || !trusted->array()) return settings.texts("trusted_domains").size();
    std::size_t index = trusted->array()->size();
    while (trusted->array()->find(std::to_string(index)))
        ++index;
    return index;
}

std::string untrusted_host_hint(const Exchange& exchange) {
    const std::string& host = exchange.run.origin.asked_host;
    const std::string name =
        is_host(host) ? fmt::format("'{}'", without_port(host)) : std::string("NAME");
    return fmt::format(
        "Call the server by a name of the setting trusted_domains, or, if this is a name of the "
        "server, add it: roster --data-dir DIR config:system:set trusted_domains {} --value {}",
        free_index(*exchange.run.settings), name);
}

}  // namespace

std::string_view missing_login(const Exchange& exchange) {
    const std::string_view header = exchange.request.header("Authorization");
    const std::string_view word = header.substr(0, header.find(' '));
    if (word.empty()) return "";
    if (!exchange.request.header("X-Nextcloud-Federation").empty()) return "federation";
    if (header.starts_with("Bearer ")) return "Bearer";
    if (equals_ignoring_case(word, "bearer")) return "bearer";
    if (!equals_ignoring_case(word, "basic")) return "scheme";
    if (!sends_password(exchange.request)) return "";
    // Whether the password was right has not been looked at.
    return exchange.run.settings->boolean("token_auth_enforced", false) ? "app passwords only"
                                                                        : "second factor";
}

std::string caller_hint(const Exchange& exchange, const Error& error) {
    if (error.code == Errc::untrusted_host) return untrusted_host_hint(exchange);
    return "";
}

}  // namespace roster
