// SPDX-License-Identifier: Apache-2.0
#include "ocs/compat/user_edit.h"

#include <algorithm>

#include "directory/users/user_change.h"
#include "directory/users/user_fields.h"
#include "directory/users/users.h"
#include "ocs/compat/partial_plan.h"

namespace roster::ocs::compat {

namespace {

constexpr std::string_view kMailScopes = "additional_mailScope";

// Profile keys whose refusal is an answer; for other keys it is an internal error.
constexpr std::string_view kAnsweredKeys[] = {
    "phone",        "address", "website",  "twitter",   "bluesky",  "fediverse",
    "organisation", "role",    "headline", "biography", "pronouns", "birthdate",
};

constexpr bool is_display_name(std::string_view key) {
    return key == "display" || key == "displayname";
}

bool is_answered(std::string_view key) {
    return key.ends_with("Scope") ||
           std::ranges::find(kAnsweredKeys, key) != std::end(kAnsweredKeys);
}

// An internal error caused by the client's data is answered like a refusal, and logged.
Unexpected<Error> refuse_accident(const Error& error) {
    return refuse(Errc::internal, error.message, error.field, "InvalidArgumentException");
}

struct Target {
    Rules rules{};
    UserState user{};
};

// The user, if the actor may edit it at all.
Result<Target> find_target(Transaction& tx, std::string_view id, const UserChange& change) {
    UserState user = TRY(find_user_state(tx, id, change));
    Target target{.rules = load_rules(tx, change), .user = std::move(user)};
    if (!may_edit(target.rules, target.user)) return refuse(Errc::forbidden);
    return target;
}

// Applies as much of the change as Nextcloud does. `first` has happened before.
Result<Done> settle(Transaction& tx, const Target& target, const UserChange& change,
                    std::string_view key, const Plan& first) {
    PartialPlan planned = plan_partly(first.after, change, target.rules);
    if (!planned.refusal) {
        apply(tx, then(first, std::move(planned.plan)));
        return Done{};
    }
    Error error = *std::move(planned.refusal);
    if (planned.profile_refused) {
        const Plan done = then(first, std::move(planned.plan));
        if (!is_empty(done)) {
            apply(tx, done);
            tx.keep();
        }
        if (is_answered(key)) return Unexpected{std::move(error)};
        error.message = error.field;
    }
    if (planned.profile_refused || is_failure(error))
        return refuse_accident(as_failure(std::move(error)));
    return Unexpected{std::move(error)};
}

Plan nothing(const UserState& user) {
    return {.before = user, .after = user};
}

}  // namespace

Result<Done> edit_user(Transaction& tx, std::string_view id, std::string_view key,
                       std::string value) {
    const UserChange change = change_of_field(key, std::move(value));
    const Target target = TRY(find_target(tx, id, change));
    TRY(check_field(target.rules, target.user, key));
    Plan first = nothing(target.user);
    // Nextcloud reads the profile before it changes the display name, which creates a missing one.
    if (is_display_name(key)) begin_profile(first.after);
    return settle(tx, target, change, key, first);
}

Result<Done> edit_user_collection(Transaction& tx, std::string_view id, std::string_view collection,
                                  std::string key, std::string value) {
    UserChange change;
    const Target target = TRY(find_target(tx, id, change));
    const Plan first = nothing(target.user);
    if (collection == kAdditionalMail) {
        change.profile.replace_mails.push_back({.address = key, .value = value});
        return settle(tx, target, change, collection, first);
    }
    if (collection != kMailScopes || !is_self(target.rules, target.user))
        return refuse(Errc::unknown_key, "", "collectionName");
    change.profile.mail_scopes.push_back({.address = key, .value = value});
    if (settle(tx, target, change, kMailScopes, first)) return Done{};
    return refuse(Errc::invalid_argument, "", std::string(kMailScopes));
}

}  // namespace roster::ocs::compat
