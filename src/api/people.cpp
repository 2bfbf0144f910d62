// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <span>

#include "api/handlers.h"
#include "base/text.h"
#include "directory/groups/delegations.h"
#include "directory/groups/groups.h"
#include "directory/mail/mail.h"
#include "directory/mail/welcome_mail.h"
#include "directory/users/user_counts.h"
#include "directory/users/user_details.h"
#include "directory/users/user_queries.h"
#include "directory/users/users.h"

namespace roster::api {

namespace {

// A list without a limit may contain all users, so they are read in portions of this size.
constexpr std::size_t kPortion = 1'000;

Result<Delegation> wanted_delegation(Call& call) {
    Delegation delegation;
    delegation.settings_class = TRY(call.required("class"));
    delegation.gid = Gid(TRY(call.required("gid")));
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

void write_users(Call& call, std::span<const Uid> uids, bool with_details) {
    const std::vector<User> users = find_users(call.tx, uids);
    if (!with_details) {
        for (const User& user : users)
            write_name(call, user);
        return;
    }
    for (const UserDetails& user : load_user_details(call.tx, users))
        write_details(call, user);
}

// A limit below 0 means no limit.
Result<Window> read_window(const Call& call) {
    const std::int64_t limit = call.optional_integer("limit").value_or(-1);
    const std::int64_t offset = call.integer("offset", 0);
    if (offset < 0) return refuse(Errc::invalid_argument, "The offset is below 0", "offset");
    return Window{.limit = limit < 0 ? Window::kEverything : limit, .offset = offset};
}

}  // namespace

// Unlike OCS, it accepts an e-mail address instead of the uid only with `by_email`.
Result<Done> get_user(Call& call) {
    const std::string uid = TRY(call.required("uid"));
    const User user = TRY(find_user(call.tx, uid));
    if (!switched_on(call, "by_email") && to_lower(user.uid) != to_lower(uid))
        return refuse(Errc::user_not_found, "", "uid");
    write_name(call, user);
    return Done{};
}

// With `details` like get_user_details, otherwise the names. Disabled users only on request. A
// window is cut by display name; its content is sorted by uid.
Result<Done> list_users(Call& call) {
    const bool disabled = switched_on(call, "disabled"),
               with_details = switched_on(call, "details");
    UserQuery query{.window = TRY(read_window(call))};
    if (disabled) {
        if (call.optional_integer("limit").value_or(0) < 0)
            return refuse(Errc::invalid_argument, "The limit is below 0", "limit");
        query.filter.push_back(UserTerm::disabled());
        query.sort = UserSort::stored;
        query.with_gone = true;
    }
    std::vector<Uid> uids = TRY(find_uids(call.tx, query));
    if (!disabled) sort_uids(uids);
    call.out.begin_list();
    for (std::size_t at = 0; at < uids.size(); at += kPortion)
        write_users(call, std::span(uids).subspan(at, std::min(kPortion, uids.size() - at)),
                    with_details);
    call.out.end();
    return Done{};
}

Result<Done> get_user_details(Call& call) {
    const Uid uid(TRY(call.required("uid")));
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
    send_welcome_mail(
        call.tx, user,
        switched_on(call, "reset_password") ? PasswordLink::always : PasswordLink::never);
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

// By gid, each with its members. Only a positive limit or offset counts.
Result<Done> list_groups(Call& call) {
    const std::int64_t limit = call.optional_integer("limit").value_or(0);
    GroupQuery query;
    if (limit > 0) query.window.limit = limit;
    query.window.offset = std::max<std::int64_t>(call.integer("offset", 0), 0);
    call.out.begin_list();
    for (const GroupWithMembers& group : list_groups_with_members(call.tx, query)) {
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
