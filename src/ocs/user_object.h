// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "directory/user_details.h"
#include "service/call.h"

namespace roster::ocs {

// The account object with its keys in Nextcloud's order (contract: users, section 2).
void write_user_object(Writer& out, const UserDetails& details, bool with_scopes);

// {"users": {uid: object}}: what the caller may not see is {"id": uid}, and so is an account that
// is gone, unless `leave_out_gone`.
void write_users_map(Call& call, const std::vector<std::string>& uids, bool leave_out_gone = false);

}  // namespace roster::ocs
