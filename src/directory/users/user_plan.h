// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "directory/users/user_rules.h"
#include "directory/users/user_state.h"
#include "model/change.h"
#include "model/error.h"

namespace roster {

// The new state of a user, and what follows from it.
struct Plan {
    UserState before{}, after{};
    std::optional<Secret> password{};  // to be hashed
    bool ends_sessions = false;
    std::vector<std::string> email_checks{};     // system e-mails to be verified, in order
    std::vector<std::string> mails_to_verify{};  // additional mails that get a link
    std::vector<LogEntry> log{};                 // in order; those of admin_audit if that app is on
};

// What a change would do, or all refusals in the order of the fields; then nothing of it must be
// done. Refuses forbidden, unknown_key for a field that this caller may not change, user_exists,
// user_not_found, invalid_argument and bad_text by the field's own rule, and password_policy. A
// pure function: no database, no clock.
Checked<Plan> plan(const UserState& before, const UserChange& change, const Rules& rules);
// Both in sequence: `second` was planned from the state after `first`.
Plan then(Plan first, Plan second);
// Whether the plan does nothing.
bool is_empty(const Plan& plan);

}  // namespace roster
