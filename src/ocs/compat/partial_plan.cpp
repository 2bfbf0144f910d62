// SPDX-License-Identifier: Apache-2.0
#include "ocs/compat/partial_plan.h"

namespace roster::ocs::compat {

PartialPlan plan_partly(const UserState& before, const UserChange& change, const Rules& rules) {
    Checked<Plan> whole = plan(before, change, rules);
    if (whole) return {.plan = std::move(whole).value()};
    PartialPlan partial{.plan = {.before = before, .after = before},
                        .refusal = whole.error().front()};
    UserChange rest = change;
    rest.leaves_profile = true;
    if (Checked<Plan> planned = plan(before, rest, rules)) {
        partial.plan = std::move(planned).value();
        partial.profile_refused = true;
    }
    return partial;
}

bool is_failure(const Error& error) {
    return error.code == Errc::bad_text || error.field == "quota below zero" ||
           error.field == "quota beyond numbers";
}

Error as_failure(Error error) {
    error.code = Errc::internal;
    if (error.field.starts_with("quota ")) error.field = "quota";
    return error;
}

}  // namespace roster::ocs::compat
