// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "directory/users/user_plan.h"

namespace roster::ocs::compat {

// The part of a plan that Nextcloud carries out before it refuses the rest.
struct PartialPlan {
    Plan plan{};
    std::optional<Error> refusal{};
    // The profile cannot be stored, which Nextcloud notices after the rest was done. Otherwise a
    // refusal leaves nothing to do.
    bool profile_refused = false;
};
// Plans like plan(), but stops where Nextcloud stops.
PartialPlan plan_partly(const UserState& before, const UserChange& change, const Rules& rules);

// Refusals on which Nextcloud fails instead of answering, and the failure that it reports.
bool is_failure(const Error& error);
Error as_failure(Error error);

}  // namespace roster::ocs::compat
