// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json/writer.h"
#include "directory/users/user_details.h"

namespace roster::ocs {

// Writes the user object with its keys in Nextcloud's order (contract: users, section 2).
void write_user_object(Writer& out, const UserDetails& details, bool with_scopes);

// The same as JSON, without scopes; nothing when JSON cannot express it.
std::optional<std::string> json_object(const UserDetails& details);

}  // namespace roster::ocs
