// SPDX-License-Identifier: Apache-2.0
// How clients name the server: in Host, in X-Forwarded-Host and in the first line of a request.
#pragma once

#include <string_view>

namespace roster {

// Whether a text may be a host with or without a port: letters, digits, `.`, `-` and `_`, or an
// address in brackets; a port of digits; at most 255 bytes, no `-` in front, no `..` in it.
bool is_host(std::string_view text);

// Whether a pattern, as below, fits any host that a client can send.
bool is_host_pattern(std::string_view text);

// Without its port, which is digits behind the last colon; anything else there stays.
std::string_view without_port(std::string_view host);

// Whether a host fits a pattern in which `*` stands for any letters, digits, `-` and `.`; ASCII
// letter case aside.
bool matches_host_pattern(std::string_view pattern, std::string_view host);

}  // namespace roster
