// SPDX-License-Identifier: Apache-2.0
// How clients name the server: in Host, in X-Forwarded-Host and in the request line.
#pragma once

#include <string_view>

namespace roster {

// Whether the text is a valid host with or without a port: letters, digits, `.`, `-` and `_`, or an
// address in brackets; a port of digits; at most 255 bytes, no leading `-`, no `..`.
bool is_host(std::string_view text);

// Whether the pattern can match any host that is_host() accepts.
bool is_host_pattern(std::string_view text);

// The host without its port. The port is digits behind the last colon; anything else there stays.
std::string_view without_port(std::string_view host);

// Whether a host matches a pattern in which `*` stands for any letters, digits, `-` and `.`.
// Ignores ASCII letter case.
bool matches_host_pattern(std::string_view pattern, std::string_view host);

}  // namespace roster
