// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "storage/engine/connection.h"
#include "storage/rows/group_rows.h"

namespace roster::storage {

// Makes every other call that claims this account wait until this one's transaction has ended, in
// other processes and on other nodes of a cluster too. What is read after that is settled; what was
// read before may be stale. Says false, and does nothing, where the engine has one writer at a
// time.
bool lock_user(Connection& db, std::string_view uid_lower);

// The same, of an account that has been claimed before; false, and nothing is done, of others. True
// where lock_user() has nothing to do.
bool lock_again(Connection& db, std::string_view uid_lower);

// The same, of one that is about to be created.
void lock_new_user(Connection& db, std::string_view uid_lower);

// Claims an account that was found before, to add something to it. Throws Conflict when it was
// deleted meanwhile.
void hold_user(Connection& db, std::string_view uid_lower);

// Keeps the group, which was there before, from being deleted until the transaction has ended, for
// the sake of a new member. Throws Conflict when it was deleted meanwhile. Needless with one writer
// at a time.
void hold_group(Connection& db, std::string_view gid, std::string_view uid);

// The same for several members.
void hold_groups(Connection& db, std::span<const Membership> members);

// To be called before a group is deleted: in a cluster, where holding it locks nothing on other
// nodes, makes the transaction meet those that hold it.
void lock_group(Connection& db, std::string_view gid);

// What claims of a deleted account have left.
void delete_user_lock(Connection& db, std::string_view uid_lower);

}  // namespace roster::storage
