// SPDX-License-Identifier: Apache-2.0
#include "directory/groups/groups.h"

#include "base/text.h"
#include "ocs/api/group_object.h"
#include "ocs/api/known_objects.h"
#include "ocs/compat/user_lists.h"
#include "ocs/handlers.h"

namespace roster::ocs {

namespace {

// The group of the path. These routes decode its name a second time, like a form: a gid with `%`
// and two hex digits, or with `+`, cannot be reached here.
Result<std::string> decoded_gid(const Call& call) {
    const std::string gid = TRY(call.required("groupId"));
    return percent_decode(gid, true);
}

}  // namespace

Result<Done> list_groups(Call& call) {
    const GroupQuery query = to_query(TRY(read_page(call)));
    call.out.begin_map();
    call.out.member("groups", list_gids(call.tx, query));
    call.out.end();
    return Done{};
}

Result<Done> list_groups_details(Call& call) {
    const GroupQuery query = to_query(TRY(read_page(call)));
    write_group_details(call.out, list_group_details(call.tx, query));
    return Done{};
}

Result<Done> post_group(Call& call) {
    const std::string name = TRY(call.required("groupid"));
    const std::string display_name = TRY(call.text("displayname"));
    const Result<Group> created = create_group(call.tx, name, display_name);
    if (created) return Done{};
    // Nextcloud fails on this one.
    if (created.error().field == "length of groupid")
        return refuse(Errc::internal, created.error().message, created.error().field);
    return Unexpected{created.error()};
}

Result<Done> get_group(Call& call) {
    const std::string gid = TRY(decoded_gid(call));
    const Group group = TRY(find_group(call.tx, gid, "The requested group could not be found"));
    call.out.begin_map();
    call.out.key("users");
    call.out.begin_list();
    TRY(visit_members(call.tx, group, [&call](std::string_view uid) { call.out.text(uid); }));
    call.out.end();
    call.out.end();
    return Done{};
}

Result<Done> list_group_users_details(Call& call) {
    const std::string gid = TRY(decoded_gid(call));
    const ListPage page = TRY(read_page(call));
    const Group group = TRY(find_group(call.tx, gid, "The requested group could not be found"));
    write_users_map(call, TRY(list_members(call.tx, group, page)), true);
    return Done{};
}

Result<Done> list_group_subadmins(Call& call) {
    const std::string gid = TRY(call.required("groupId"));
    const Group group = TRY(find_group(call.tx, gid, "Group does not exist"));
    call.out.texts(list_subadmins(call.tx, group));
    return Done{};
}

Result<Done> put_group(Call& call) {
    const std::string gid = TRY(decoded_gid(call));
    const std::string key = TRY(call.required("key"));
    const std::string value = TRY(call.required("value"));
    if (key != "displayname") return refuse(Errc::unknown_key, "", "key of a group");
    const Group group = TRY(find_group(call.tx, gid, "Group does not exist"));
    return rename_group(call.tx, group, value);
}

Result<Done> delete_group(Call& call) {
    const std::string gid = TRY(decoded_gid(call));
    const Group group = TRY(find_group(call.tx, gid));
    return delete_group(call.tx, group);
}

}  // namespace roster::ocs
