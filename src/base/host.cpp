// SPDX-License-Identifier: Apache-2.0
#include "base/host.h"

#include <algorithm>

#include "base/text.h"

namespace roster {

namespace {

constexpr std::size_t kLongestHost = 255;
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kStarBytes =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
constexpr std::string_view kAddressBytes = "0123456789abcdefABCDEF:.";

bool holds_only(std::string_view text, std::string_view bytes) {
    return text.find_first_not_of(bytes) == text.npos;
}

bool is_address_in_brackets(std::string_view name) {
    return name.size() > 2 && name.front() == '[' && name.back() == ']' &&
           holds_only(name.substr(1, name.size() - 2), kAddressBytes);
}

bool is_name(std::string_view name) {
    if (name.empty() || name.front() == '-' || name.find("..") != name.npos) return false;
    for (const char byte : name)
        if (byte != '_' && kStarBytes.find(byte) == kStarBytes.npos) return false;
    return true;
}

}  // namespace

bool is_host(std::string_view text) {
    if (text.size() > kLongestHost) return false;
    const std::string_view name = without_port(text);
    return is_name(name) || is_address_in_brackets(name);
}

bool is_host_pattern(std::string_view text) {
    // No host begins with a dot; behind a star it need not be the first character.
    if (text.starts_with('.')) return false;
    std::string one(text);
    std::replace(one.begin(), one.end(), '*', '1');
    return is_host(one);
}

std::string_view without_port(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    if (colon == host.npos || colon + 1 == host.size()) return host;
    return holds_only(host.substr(colon + 1), kDigits) ? host.substr(0, colon) : host;
}

bool matches_host_pattern(std::string_view pattern, std::string_view host) {
    constexpr std::size_t kNone = std::string_view::npos;
    std::size_t at = 0, here = 0;
    // The place behind the last star in the pattern, and where that star's text ends so far.
    // Backtracking to the last star is enough: it can take over whatever an earlier star could
    // take.
    std::size_t behind_star = kNone, star_end = 0;
    while (here < host.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            behind_star = ++at;
            star_end = here;
        } else if (at < pattern.size() &&
                   equals_ignoring_case(pattern.substr(at, 1), host.substr(here, 1))) {
            ++at;
            ++here;
        } else if (behind_star != kNone && kStarBytes.find(host[star_end]) != kNone) {
            at = behind_star;
            here = ++star_end;
        } else {
            return false;
        }
    }
    return holds_only(pattern.substr(at), "*");
}

}  // namespace roster
