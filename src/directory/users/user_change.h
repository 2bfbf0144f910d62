// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "directory/users/user_plan.h"
#include "model/event.h"

namespace roster {

// Carries out plans, each for a different user: writes the differences between the states of all
// plans, each table once; triggers what follows, such as jobs and mails; and records one event for
// each plan that changes something. May throw NeedsHash; throws storage::Conflict when another call
// changed the same rows first. (With a vector or span write roster::apply, because there is a
// std::apply.)
void apply(Transaction& tx, std::span<const Plan> plans);
void apply(Transaction& tx, const Plan& plan);

// Loads a user, plans a change and applies it. Refuses the first refusal of plan().
Result<Done> change_user(Transaction& tx, const Uid& uid, const UserChange& change);

// The event that records the plan; it has no fields when no recorded field changes.
Event event_of(const Plan& plan);
// Writes the log lines that apply() writes, for a caller who rolls back what it has applied.
void write_log(Transaction& tx, const Plan& plan);

}  // namespace roster
