// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "directory/delegations.h"
#include "directory/groups.h"
#include "directory/users.h"
#include "native/handlers.h"

namespace roster::native {

namespace {

Result<Delegation> wanted_delegation(Call& call) {
    Delegation delegation;
    delegation.settings_class = TRY(call.required("class"));
    delegation.gid = TRY(call.required("gid"));
    return delegation;
}

}  // namespace

// Unlike OCS, which takes an e-mail address for the uid, too.
Result<Done> get_user(Call& call) {
    const std::string uid = TRY(call.required("uid"));
    const User user = TRY(find_user(call.tx, uid));
    if (to_lower(user.uid) != to_lower(uid)) return refuse(Errc::user_not_found, "", "uid");
    call.out.begin_map();
    call.out.member("uid", user.uid);
    call.out.member("display_name", user.display_name());
    call.out.end();
    return Done{};
}

Result<Done> get_group(Call& call) {
    const std::string gid = TRY(call.required("gid"));
    const Group group = TRY(find_group(call.tx, gid));
    call.out.begin_map();
    call.out.member("gid", group.gid);
    call.out.member("display_name", group.display_name);
    call.out.end();
    return Done{};
}

Result<Done> list_delegations(Call& call) {
    call.out.begin_list();
    for (const Delegation& delegation : list_delegations(call.tx)) {
        call.out.begin_map();
        call.out.member("class", delegation.settings_class);
        call.out.member("gid", delegation.gid);
        call.out.end();
    }
    call.out.end();
    return Done{};
}

Result<Done> add_delegation(Call& call) {
    const Delegation delegation = TRY(wanted_delegation(call));
    return add_delegation(call.tx, delegation);
}

Result<Done> remove_delegation(Call& call) {
    const Delegation delegation = TRY(wanted_delegation(call));
    return remove_delegation(call.tx, delegation);
}

}  // namespace roster::native
