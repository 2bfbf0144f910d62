// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster {

// Whether the text is an IPv4 or IPv6 address, without brackets or port.
bool is_address(std::string_view text);
// Whether an IP address lies in `range`: an address or a network such as 10.0.0.0/8 or fd00::/8. An
// IPv4 address mapped into IPv6 counts as IPv4. False when either text is invalid.
bool in_address_range(std::string_view address, std::string_view range);
// Whether the text is a range that in_address_range() accepts.
bool is_address_range(std::string_view text);
// The network of an address in CIDR form: IPv4 as a.b.c.d/32, IPv6 masked to `ipv6_bits`. Empty
// when the text is not an address.
std::string subnet_of(std::string_view address, int ipv6_bits);

}  // namespace roster
