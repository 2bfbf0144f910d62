// SPDX-License-Identifier: Apache-2.0
// Whatever a client or a proxy calls this server, its answers carry the name of a host and nothing
// else; and the patterns of trusted_domains match what a plain search for a match finds.
#include <algorithm>
#include <cctype>

#include "base/host.h"
#include "fuzz/fuzz.h"
#include "service/request/origin.h"

using namespace roster;
using fuzz::require;

namespace {

// Longer ones would take the plain search too long.
constexpr std::ptrdiff_t kMostStars = 3;
constexpr std::size_t kLongestSearched = 24;

bool may_star_be(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.';
}

bool fits(std::string_view pattern, std::string_view host) {
    if (pattern.empty()) return host.empty();
    if (pattern.front() == '*')
        return fits(pattern.substr(1), host) ||
               (!host.empty() && may_star_be(host.front()) && fits(pattern, host.substr(1)));
    return !host.empty() &&
           std::tolower(static_cast<unsigned char>(pattern.front())) ==
               std::tolower(static_cast<unsigned char>(host.front())) &&
           fits(pattern.substr(1), host.substr(1));
}

void check_pattern(std::string_view pattern, std::string_view host) {
    const bool matches = matches_host_pattern(pattern, host);
    if (host.size() > kLongestSearched || std::ranges::count(pattern, '*') > kMostStars) return;
    require(matches == fits(pattern, host), "a pattern matches what a search finds");
}

// What a browser takes for the host of an address: behind the last `@`, before the path.
void check_url(const std::string& url, const std::string& protocol) {
    require(url.starts_with(protocol + "://"), "an address begins with its protocol");
    const std::string_view host = std::string_view(url).substr(protocol.size() + 3);
    require(is_host(host), "an address holds a host and nothing else");
    require(host.find_first_of("/\\?#@%\"<> ") == std::string_view::npos,
            "a host has nothing that leads elsewhere");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const unsigned choice = input.byte();
    const std::string pattern(input.line());
    const std::string host(input.line());
    check_pattern(pattern, host);

    Array values;
    values.set("trusted_proxies", Array{});
    values.find("trusted_proxies")->array()->push("127.0.0.1");
    values.set("roster.links_with_port", choice % 2 == 0);
    Request request{.remote_address = choice % 4 < 2 ? "127.0.0.1" : "192.0.2.1"};
    request.secure = choice % 8 < 4;
    request.headers.push_back({.name = "Host", .value = host});
    while (!input.rest().empty()) {
        const std::string name(input.line());
        request.headers.push_back(
            {.name = "X-Forwarded-" + name, .value = std::string(input.line())});
    }
    const Origin origin = find_origin(request, Settings(std::move(values)));
    require(origin.protocol == "http" || origin.protocol == "https", "there are two protocols");
    check_url(origin.url(), origin.protocol);
    check_url(origin.link_url(), origin.protocol);
    return 0;
}
