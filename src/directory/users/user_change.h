// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "directory/users/user_plan.h"
#include "model/event.h"

namespace roster {

// Does what was planned: writes what differs between the states of all plans, each table once; has
// what follows done, such as jobs and mails; and records one event for each plan that changes
// something. Each plan is of another user. May throw NeedsHash; throws Conflict where somebody was
// quicker. (A call with a vector or span has to say roster::, since there is a std::apply.)
void apply(Transaction& tx, std::span<const Plan> plans);
void apply(Transaction& tx, const Plan& plan);

// Plans a change of somebody who was looked up, and does it. Refuses the first of what plan()
// refuses.
Result<Done> change_user(Transaction& tx, const Uid& uid, const UserChange& change);

// What the change is to those who look at changes: no field where nothing that is told changes.
Event event_of(const Plan& plan);
// The lines that apply() writes to the log, for a caller who undoes what it has applied.
void write_log(Transaction& tx, const Plan& plan);

}  // namespace roster
