// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace roster {

// Asks `host` over https (WebFinger) whether it has the account; waits up to 5 seconds. False
// also when the host cannot be reached or lies in a local network.
bool has_fediverse_account(std::string_view user, std::string_view host);

// Whether a WebFinger answer, a JSON text, is about `user@host`. Links, where it has them, must
// include one to an ActivityPub actor.
bool confirms_fediverse_account(std::string_view answer, std::string_view user,
                                std::string_view host);

// Whether an IP address lies outside the local, reserved and multicast networks. False for a text
// that is none.
bool is_public_address(std::string_view address);

}  // namespace roster
