// SPDX-License-Identifier: Apache-2.0
#include "ocs/instance_url.h"

namespace roster::ocs {

namespace {

std::string_view without_port(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    // The colons of an IPv6 address stand in brackets.
    if (colon == host.npos || host.find(']', colon) != host.npos) return host;
    return host.substr(0, colon);
}

}  // namespace

std::string instance_host(const Exchange& exchange) {
    const std::string set = exchange.run.settings->text("overwritehost");
    if (!set.empty()) return set;
    const std::string_view host = without_port(exchange.request.header("Host"));
    return host.empty() ? "localhost" : std::string(host);
}

std::string instance_url(const Exchange& exchange) {
    const Settings& settings = *exchange.run.settings;
    const std::string protocol =
        settings.text("overwriteprotocol", exchange.request.secure ? "https" : "http");
    return protocol + "://" + instance_host(exchange) + settings.text("overwritewebroot");
}

}  // namespace roster::ocs
