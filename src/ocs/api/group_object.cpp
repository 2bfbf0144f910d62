// SPDX-License-Identifier: Apache-2.0
#include "ocs/api/group_object.h"

namespace roster::ocs {

void write_group_details(Writer& out, const std::vector<GroupDetails>& groups) {
    out.begin_map();
    out.key("groups");
    out.begin_list();
    for (const GroupDetails& details : groups) {
        out.begin_map();
        out.member("id", details.group.gid);
        out.member("displayname", details.group.display_name);
        out.member("usercount", details.members);
        out.member("disabled", details.disabled);
        out.member("canAdd", true);
        out.member("canRemove", true);
        out.end();
    }
    out.end();
    out.end();
}

}  // namespace roster::ocs
