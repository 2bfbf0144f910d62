// SPDX-License-Identifier: Apache-2.0
#include "service/request/origin.h"

#include <algorithm>
#include <regex>

#include "base/address.h"
#include "base/host.h"
#include "base/text.h"

namespace roster {

namespace {

class Proxies {
  public:
    explicit Proxies(const Settings& settings) : ranges_(settings.texts("trusted_proxies")) {}

    bool has(std::string_view address) const {
        return std::any_of(ranges_.begin(), ranges_.end(), [address](const std::string& range) {
            return in_address_range(address, range);
        });
    }

  private:
    const std::vector<std::string> ranges_;
};

// All lines of a header joined: a proxy may add a line below the client's forged one.
std::string whole_header(const Request& request, std::string_view name) {
    std::string whole;
    for (const Header& header : request.headers)
        if (equals_ignoring_case(header.name, name))
            whole += (whole.empty() ? "" : ",") + header.value;
    return whole;
}

std::string first_item(const std::string& list) {
    return std::string(trim(list.substr(0, list.find(','))));
}

// PHP calls X-Forwarded-For HTTP_X_FORWARDED_FOR.
std::string header_name(std::string_view php_name) {
    constexpr std::string_view kPrefix = "HTTP_";
    if (!php_name.starts_with(kPrefix)) return {};
    std::string name(php_name.substr(kPrefix.size()));
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

// Accepts `1.2.3.4:80` and `[::1]:80`, with or without the port.
std::string_view bare_address(std::string_view address) {
    const auto colons = std::count(address.begin(), address.end(), ':');
    if (colons == 1) return address.substr(0, address.find(':'));
    const std::size_t end = address.find(']');
    if (colons > 1 && address.starts_with('[') && end != address.npos)
        return address.substr(1, end - 1);
    return address;
}

// Each proxy appends the address of its client, so the last address that is not one of our proxies
// is the last that can be trusted.
std::string client_address(const Request& request, const Settings& settings,
                           const Proxies& proxies) {
    std::vector<std::string> names = settings.texts("forwarded_for_headers");
    if (names.empty()) names = {"HTTP_X_FORWARDED_FOR"};
    for (const std::string& name : names) {
        const std::string list = whole_header(request, header_name(name));
        const std::vector<std::string_view> hops = split(list, ',');
        for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
            const std::string_view address = bare_address(trim(*hop));
            if (is_address(address) && !proxies.has(address)) return std::string(address);
        }
    }
    return request.remote_address;
}

// The overwrite settings apply to every connection, or only to those whose address matches.
bool may_overwrite(const Request& request, const Settings& settings) {
    const std::string pattern = settings.text("overwritecondaddr");
    if (pattern.empty()) return true;
    try {
        return std::regex_search(request.remote_address, std::regex(pattern));
    } catch (const std::regex_error&) {
        return false;
    }
}

void overwrite(Origin& origin, const Request& request, const Settings& settings) {
    const std::string host = settings.text("overwritehost");
    const std::string protocol = settings.text("overwriteprotocol");
    std::string web_root = settings.text("overwritewebroot");
    if (host.empty() && protocol.empty() && web_root.empty()) return;
    if (!may_overwrite(request, settings)) return;
    if (!host.empty()) origin.host = origin.link_host = host;
    if (!protocol.empty()) origin.protocol = protocol;
    while (web_root.ends_with('/'))
        web_root.pop_back();
    origin.web_root = std::move(web_root);
}

}  // namespace

Origin find_origin(const Request& request, const Settings& settings) {
    Origin origin{.remote_address = request.remote_address,
                  .asked_host = std::string(request.header("Host")),
                  .protocol = request.secure ? "https" : "http"};
    const Proxies proxies(settings);
    const bool by_proxy = proxies.has(request.remote_address);
    if (by_proxy) {
        origin.remote_address = client_address(request, settings, proxies);
        if (const std::string host = first_item(whole_header(request, "X-Forwarded-Host"));
            !host.empty())
            origin.asked_host = host;
        if (const std::string protocol = first_item(whole_header(request, "X-Forwarded-Proto"));
            !protocol.empty())
            origin.protocol = equals_ignoring_case(protocol, "https") ? "https" : "http";
    }
    // An invalid name never gets into an answer or a mail, even if the settings trust it.
    origin.link_host = is_host(origin.asked_host) ? origin.asked_host : "localhost";
    // A web server in front may pass its own name on without the port, as in the recording "pages:
    // start and login pages".
    const bool keeps_port =
        by_proxy || request.secure || settings.boolean("roster.links_with_port", true);
    origin.host = keeps_port ? origin.link_host : std::string(without_port(origin.link_host));
    overwrite(origin, request, settings);
    return origin;
}

bool is_trusted_host(const Settings& settings, std::string_view host) {
    if (!is_host(host)) return false;
    const std::string_view name = without_port(host);
    // Nextcloud always trusts these.
    if (name == "localhost" || name == "127.0.0.1" || name == "[::1]") return true;
    for (const std::string& trusted : settings.texts("trusted_domains"))
        if (matches_host_pattern(trusted, name) || matches_host_pattern(trusted, host)) return true;
    return false;
}

}  // namespace roster
