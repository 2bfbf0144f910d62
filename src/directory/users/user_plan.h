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

// What will become of a user, and what follows from it.
struct Plan {
    UserState before{}, after{};
    std::optional<Secret> password{};  // to be hashed
    bool ends_sessions = false;
    std::vector<std::string> email_checks{};     // system e-mails to be looked up, in their order
    std::vector<std::string> mails_to_verify{};  // additional mails that get a link
    std::vector<LogEntry> log{};                 // in order; those of admin_audit where it is on
};

// What a change would do, or everything that is refused, in the order of the fields; then nothing
// of it is to be done. Refuses forbidden, unknown_key for a field that is not for this caller,
// user_exists, user_not_found, invalid_argument and bad_text by the field's own rule, and
// password_policy. Asks nobody: no database, no clock.
Checked<Plan> plan(const UserState& before, const UserChange& change, const Rules& rules);
// Both, one after the other: `second` was planned from the state after `first`.
Plan then(Plan first, Plan second);
// Whether there is nothing to do.
bool is_empty(const Plan& plan);

}  // namespace roster
