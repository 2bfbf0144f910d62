// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "model/user.h"
#include "service/call.h"

namespace roster::ocs {

// Caches the JSON of user objects as administrators see them, until the database or the settings
// change: the same objects are requested again and again. Other objects may be stored in the
// database: directory/ready_objects.h.

// Writes the cached object of a user; false when it is not cached.
bool write_known_object(Call& call, const Uid& uid);
// Writes the object of a user that the actor may see, and caches it. `id` is the uid as requested.
void write_object_of(Call& call, std::string_view id, const User& user, bool with_scopes);

// Writes {"users": {uid: object}}. A user that the actor may not see is {"id": uid}, and so is a
// deleted user, unless `leave_out_gone`.
void write_users_map(Call& call, const std::vector<Uid>& uids, bool leave_out_gone = false);

}  // namespace roster::ocs
