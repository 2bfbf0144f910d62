// SPDX-License-Identifier: Apache-2.0
#include "directory/groups/access.h"
#include "directory/mail/welcome_mail.h"
#include "directory/users/user_deletion.h"
#include "directory/users/users.h"
#include "ocs/compat/user_creation.h"
#include "ocs/handlers.h"

namespace roster::ocs {

namespace {

Result<User> find_target(Call& call) {
    const std::string id = TRY(call.required("userId"));
    return find_user(call.tx, id);
}

std::vector<Gid> to_gids(std::vector<std::string> texts) {
    std::vector<Gid> gids;
    for (std::string& text : texts)
        gids.emplace_back(std::move(text));
    return gids;
}

}  // namespace

Result<Done> post_user(Call& call) {
    compat::NewUser wanted;
    wanted.uid = TRY(call.required("userid"));
    wanted.password = Secret(TRY(call.text("password")));
    wanted.display_name = TRY(call.text("displayName"));
    wanted.email = TRY(call.text("email"));
    wanted.gids = to_gids(TRY(call.texts("groups")));
    wanted.subadmin_gids = to_gids(TRY(call.texts("subadmin")));
    wanted.quota = TRY(call.text("quota"));
    wanted.language = TRY(call.text("language"));
    wanted.manager = TRY(call.optional_text("manager"));
    const Uid uid = TRY(compat::create_user(call.tx, wanted));
    call.out.begin_map();
    call.out.member("id", uid.text());
    call.out.end();
    return Done{};
}

Result<Done> delete_user(Call& call) {
    const User user = TRY(find_target(call));
    return roster::delete_user(call.tx, user);
}

Result<Done> enable_user(Call& call) {
    const User user = TRY(find_target(call));
    return set_enabled(call.tx, user, true);
}

Result<Done> disable_user(Call& call) {
    const User user = TRY(find_target(call));
    return set_enabled(call.tx, user, false);
}

Result<Done> wipe_user(Call& call) {
    const User user = TRY(find_target(call));
    return wipe_devices(call.tx, user);
}

Result<Done> welcome_user(Call& call) {
    const User user = TRY(find_target(call));
    if (!may_see(call.tx, user)) return refuse(Errc::forbidden);
    if (!effective_email(call.tx, user.uid))
        return refuse(Errc::invalid_argument, "Email address not available", "no address");
    send_welcome_mail(call.tx, user, PasswordLink::if_open);
    return Done{};
}

}  // namespace roster::ocs
