// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace roster {

// Asks `host` over HTTPS (WebFinger) whether it has the user; waits up to 5 seconds. False also
// when the host cannot be reached or is in a local network.
bool has_fediverse_account(std::string_view user, std::string_view host);

// Whether a WebFinger response, a JSON text, is about `user@host`. If it has links, one must point
// to an ActivityPub actor.
bool confirms_fediverse_account(std::string_view answer, std::string_view user,
                                std::string_view host);

// Whether an IP address is outside of the local, reserved and multicast networks. False for any
// other text.
bool is_public_address(std::string_view address);

}  // namespace roster
