// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "directory/users/user_plan.h"

namespace roster::ocs::compat {

// A plan as far as Nextcloud carries it out, and what it refuses then.
struct PartialPlan {
    Plan plan{};
    std::optional<Error> refusal{};
    // The profile cannot be stored; Nextcloud finds that out when the rest has happened. Otherwise
    // a refusal leaves nothing to do.
    bool profile_refused = false;
};
PartialPlan plan_partly(const UserState& before, const UserChange& change, const Rules& rules);

// Refusals over which Nextcloud fails instead of answering, and their form then.
bool is_failure(const Error& error);
Error as_failure(Error error);

}  // namespace roster::ocs::compat
