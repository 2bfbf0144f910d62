// SPDX-License-Identifier: Apache-2.0
#include "api/handlers.h"
#include "base/php.h"
#include "base/text.h"
#include "directory/delegations.h"
#include "directory/groups.h"
#include "directory/mail.h"
#include "directory/user_counts.h"
#include "directory/user_details.h"
#include "directory/user_lists.h"
#include "directory/users.h"
#include "directory/welcome_mail.h"

namespace roster::api {

namespace {

Result<Delegation> wanted_delegation(Call& call) {
    Delegation delegation;
    delegation.settings_class = TRY(call.required("class"));
    delegation.gid = TRY(call.required("gid"));
    return delegation;
}

void write_name(Call& call, const User& user) {
    call.out.begin_map();
    call.out.member("uid", user.uid);
    call.out.member("display_name", user.display_name());
    call.out.end();
}

void write_details(Call& call, const UserDetails& details) {
    call.out.begin_map();
    call.out.member("uid", details.uid);
    call.out.member("display_name", details.display_name);
    call.out.member("email", details.email.value_or(""));
    call.out.member("enabled", details.enabled);
    call.out.member("groups", details.gids);
    call.out.member("quota", details.quota.text);
    call.out.member("quota_bytes", details.quota.quota_bytes);
    call.out.member("has_home", details.quota.has_home);
    call.out.member("used_bytes", details.quota.used_bytes);
    call.out.member("free_disk_bytes", free_disk_bytes(call.tx));
    call.out.member("first_login", details.first_login);
    call.out.member("last_login", details.last_login);
    call.out.member("home", details.storage_location);
    call.out.end();
}

}  // namespace

// Unlike OCS, which takes an e-mail address for the uid, too; here only where the caller says so.
Result<Done> get_user(Call& call) {
    const std::string uid = TRY(call.required("uid"));
    const User user = TRY(find_user(call.tx, uid));
    const Value* by_email = call.find("by_email");
    const bool takes_email = by_email && to_bool(*by_email);
    if (!takes_email && to_lower(user.uid) != to_lower(uid))
        return refuse(Errc::user_not_found, "", "uid");
    write_name(call, user);
    return Done{};
}

// With `details` as get_user_details has them, else their names.
Result<Done> list_users(Call& call) {
    const UserPage page{.limit = call.optional_integer("limit"),
                        .offset = call.integer("offset", 0)};
    const Value* disabled = call.find("disabled");
    const std::vector<std::string> uids = disabled && to_bool(*disabled)
                                              ? TRY(list_disabled_users(call.tx, page))
                                              : TRY(list_users(call.tx, page));
    std::vector<User> users;
    for (std::optional<User>& user : users_with_uids(call.tx, uids))
        if (user) users.push_back(*std::move(user));
    const Value* details = call.find("details");
    call.out.begin_list();
    if (details && to_bool(*details))
        for (const UserDetails& user : load_user_details(call.tx, users))
            write_details(call, user);
    else
        for (const User& user : users)
            write_name(call, user);
    call.out.end();
    return Done{};
}

Result<Done> get_user_details(Call& call) {
    const std::string uid = TRY(call.required("uid"));
    const std::optional<User> user = user_with_uid(call.tx, uid);
    if (!user) return refuse(Errc::user_not_found, "", "uid");
    write_details(call, find_user_details(call.tx, *user));
    return Done{};
}

Result<Done> welcome_user(Call& call) {
    const std::string uid = TRY(call.required("uid"));
    const User user = TRY(find_user(call.tx, uid));
    if (!effective_email(call.tx, user.uid))
        return refuse(Errc::not_found, "User does not have an email address", "uid");
    const Value* reset = call.find("reset_password");
    send_welcome_mail(call.tx, user,
                      reset && to_bool(*reset) ? PasswordLink::always : PasswordLink::never);
    call.out.begin_map();
    call.out.member("unsent_because", why_no_mail_server(*call.tx.settings));
    call.out.end();
    return Done{};
}

Result<Done> count_users(Call& call) {
    const UserCounts counts = count_users(call.tx);
    call.out.begin_map();
    call.out.member("users", counts.users);
    call.out.member("homes", counts.homes);
    call.out.member("seen", counts.seen);
    call.out.member("disabled", counts.disabled);
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

// By gid, each with its members.
Result<Done> list_groups(Call& call) {
    const GroupPage page{.limit = call.optional_integer("limit"),
                         .offset = call.integer("offset", 0)};
    call.out.begin_list();
    for (const GroupWithMembers& group : list_groups_with_members(call.tx, page)) {
        call.out.begin_map();
        call.out.member("gid", group.group.gid);
        call.out.member("display_name", group.group.display_name);
        call.out.member("members", group.uids);
        call.out.end();
    }
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
    remove_delegation(call.tx, delegation);
    return Done{};
}

Result<Done> list_delegable_settings(Call& call) {
    call.out.begin_list();
    for (const DelegatedSettings& settings : list_delegated_settings(call.tx)) {
        call.out.begin_map();
        call.out.member("section", settings.section);
        call.out.member("name", settings.name);
        call.out.member("class", settings.class_name);
        call.out.member("gids", settings.gids);
        call.out.end();
    }
    call.out.end();
    return Done{};
}

}  // namespace roster::api
