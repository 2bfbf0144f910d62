// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "model/user.h"
#include "service/call.h"

namespace roster::ocs {

// Account objects as they were written for administrators, in JSON, are kept while nobody changes
// the database or the settings: the same object is asked for again and again. Others may be ready
// in the database: directory/ready_objects.h.

// Writes the object of the account with that uid out of what is kept; false when it is not.
bool write_known_object(Call& call, const Uid& uid);
// Writes the object of an account that the caller may see, and keeps it for the next time. `id` is
// what the caller called it.
void write_object_of(Call& call, std::string_view id, const User& user, bool with_scopes);

// {"users": {uid: object}}: what the caller may not see is {"id": uid}, and so is an account that
// is gone, unless `leave_out_gone`.
void write_users_map(Call& call, const std::vector<Uid>& uids, bool leave_out_gone = false);

}  // namespace roster::ocs
