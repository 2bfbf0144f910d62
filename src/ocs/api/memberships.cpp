// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "directory/groups/groups.h"
#include "directory/users/users.h"
#include "ocs/api/group_object.h"
#include "ocs/handlers.h"

namespace roster::ocs {

namespace {

// The user of the path. Refuses user_not_found with `message`.
Result<User> user_of(const Call& call, const char* message = "") {
    const std::string id = TRY(call.required("userId"));
    std::optional<User> user = named_user(call.tx, id);
    if (!user) return refuse(Errc::user_not_found, message, "userId");
    return *std::move(user);
}

}  // namespace

Result<Done> list_groups_of_user(Call& call) {
    const User user = TRY(user_of(call));
    const std::vector<Gid> gids = TRY(list_gids_of(call.tx, user));
    call.out.begin_map();
    call.out.member("groups", gids);
    call.out.end();
    return Done{};
}

Result<Done> list_groups_of_user_details(Call& call) {
    const User user = TRY(user_of(call));
    const std::vector<Gid> gids = TRY(list_gids_of(call.tx, user));
    write_group_details(call.out, details_of(call.tx, gids));
    return Done{};
}

Result<Done> add_to_group(Call& call) {
    const std::string gid = TRY(call.text("groupid"));
    if (gid.empty()) return refuse(Errc::invalid_argument, "", "groupid");
    const Group group = TRY(find_group(call.tx, gid));
    const User user = TRY(user_of(call));
    return add_member(call.tx, group, user);
}

Result<Done> remove_from_group(Call& call) {
    const std::string gid = TRY(call.required("groupid"));
    if (trim(gid).empty()) return refuse(Errc::invalid_argument, "", "groupid");
    const Group group = TRY(find_group(call.tx, gid));
    const User user = TRY(user_of(call));
    return remove_member(call.tx, group, user);
}

Result<Done> list_subadmin_groups(Call& call) {
    const User user = TRY(user_of(call, "User does not exist"));
    const std::vector<Gid> gids = TRY(list_subadmin_gids_of(call.tx, user));
    call.out.texts(gids);
    return Done{};
}

Result<Done> list_subadmin_groups_details(Call& call) {
    const User user = TRY(user_of(call));
    const std::vector<Gid> gids = TRY(list_subadmin_gids_of(call.tx, user));
    write_group_details(call.out, details_of(call.tx, gids));
    return Done{};
}

Result<Done> add_subadmin(Call& call) {
    const std::string gid = TRY(call.required("groupid"));
    const User user = TRY(user_of(call, "User does not exist"));
    const Group group = TRY(find_group(call.tx, gid, "Group does not exist"));
    return add_subadmin(call.tx, group, user);
}

Result<Done> remove_subadmin(Call& call) {
    const std::string gid = TRY(call.required("groupid"));
    const User user = TRY(user_of(call, "User does not exist"));
    const Group group = TRY(find_group(call.tx, gid, "Group does not exist"));
    return remove_subadmin(call.tx, group, user);
}

}  // namespace roster::ocs
