// SPDX-License-Identifier: Apache-2.0
#include "directory/users/users.h"
#include "base/text.h"
#include "directory/groups/access.h"
#include "ocs/api/known_objects.h"
#include "ocs/api/user_object.h"
#include "ocs/handlers.h"

namespace roster::ocs {

namespace {

// The list of fields depends on nothing but two settings.
void write_fields(Call& call) {
    const bool name_changes = call.tx.settings->boolean("allow_user_to_change_display_name", true);
    call.out.begin_list();
    if (name_changes) call.out.text("displayname");
    if (call.tx.settings->boolean("allow_user_to_change_email", name_changes))
        call.out.text("email");
    for (const char* field :
         {"additional_mail", "phone", "address", "website", "twitter", "bluesky", "fediverse",
          "organisation", "role", "headline", "biography", "profile_enabled", "pronouns"})
        call.out.text(field);
    call.out.end();
}

}  // namespace

Result<Done> get_user(Call& call) {
    // As requested; the cache is keyed by the stored letter case.
    const Uid id(TRY(call.required("userId")));
    if (write_known_object(call, id)) return Done{};
    const std::optional<User> user = named_user(call.tx, id);
    if (!user) return refuse(Errc::user_not_found, "User does not exist", "userId");
    if (!may_see(call.tx, *user)) return refuse(Errc::forbidden);
    write_object_of(call, id, *user, id == call.tx.actor.uid);
    return Done{};
}

Result<Done> get_current_user(Call& call) {
    const User user = TRY(find_user(call.tx, call.tx.actor.uid));
    write_user_object(call.out, find_user_details(call.tx, user), true);
    return Done{};
}

Result<Done> list_own_fields(Call& call) {
    write_fields(call);
    return Done{};
}

Result<Done> list_fields_of_user(Call& call) {
    const std::string id = TRY(call.required("userId"));
    const User user = TRY(find_user(call.tx, id));
    if (!may_see(call.tx, user)) return refuse(Errc::forbidden);
    write_fields(call);
    return Done{};
}

}  // namespace roster::ocs
