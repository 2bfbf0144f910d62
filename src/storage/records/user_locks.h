// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "storage/engine/connection.h"
#include "storage/rows/group_rows.h"

namespace roster::storage {

// Locks a user: every other call that locks the same user waits until this transaction ends, in
// other processes and on other nodes of a cluster too. What is read afterwards is current; what was
// read before may be stale. Returns false, and does nothing, where the engine has one writer at a
// time.
bool lock_user(Connection& db, std::string_view uid_lower);

// The same for a user that was locked before; false, without doing anything, for any other. True
// where lock_user() has nothing to do.
bool lock_again(Connection& db, std::string_view uid_lower);

// The same for a user that is about to be created.
void lock_new_user(Connection& db, std::string_view uid_lower);

// Locks a user that was found before, in order to add something to it. Throws Conflict when the
// user was deleted meanwhile.
void hold_user(Connection& db, std::string_view uid_lower);

// Prevents the deletion of a group, which was found before, until the transaction ends, because it
// gets a new member. Throws Conflict when it was deleted meanwhile. Does nothing with one writer at
// a time.
void hold_group(Connection& db, std::string_view gid, std::string_view uid);

// The same for several new members.
void hold_groups(Connection& db, std::span<const Membership> members);

// Call this before a group is deleted. In a cluster, where hold_group() locks nothing on other
// nodes, it makes the transaction conflict with those that hold the group.
void lock_group(Connection& db, std::string_view gid);

// Deletes the lock row of a deleted user.
void delete_user_lock(Connection& db, std::string_view uid_lower);

}  // namespace roster::storage
