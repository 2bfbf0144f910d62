// SPDX-License-Identifier: Apache-2.0
#include "directory/users/users.h"

#include "base/text.h"
#include "directory/audit.h"
#include "directory/groups/access.h"
#include "directory/rows.h"
#include "directory/users/user_change.h"
#include "storage/records/user_locks.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/user_rows.h"

namespace roster {

std::optional<User> user_with_uid(Transaction& tx, const Uid& uid) {
    return storage::find_user(rows_of(tx), to_lower(uid));
}

std::vector<std::optional<User>> users_with_uids(Transaction& tx, std::span<const Uid> uids) {
    std::vector<std::string> lower;
    for (const Uid& uid : uids)
        lower.push_back(to_lower(uid));
    const std::unordered_map<std::string, User> found = storage::find_users(rows_of(tx), lower);
    std::vector<std::optional<User>> users;
    for (const std::string& uid_lower : lower) {
        const auto user = found.find(uid_lower);
        users.push_back(user == found.end() ? std::nullopt : std::optional(user->second));
    }
    return users;
}

bool may_be_uid(std::string_view id) {
    return !id.empty() && id.size() <= kLongestUid;
}

std::optional<User> look_up_user(Transaction& tx, std::string_view id) {
    if (!may_be_uid(id)) return std::nullopt;
    const std::string lower = to_lower(id);
    if (std::optional<User> user = storage::find_user(rows_of(tx), lower)) return user;
    return storage::find_user_by_email(rows_of(tx), lower);
}

std::optional<User> user_named_by_email(Transaction& tx, std::string_view id) {
    if (!may_be_uid(id)) return std::nullopt;
    if (!tx.settings->boolean("roster.find_users_by_email", true)) return std::nullopt;
    std::optional<User> user = storage::find_user_by_email(rows_of(tx), to_lower(id));
    if (user) tx.found_by_email = {.uid = user->uid, .email = std::string(id)};
    return user;
}

std::optional<User> named_user(Transaction& tx, std::string_view id) {
    if (!may_be_uid(id)) return std::nullopt;
    if (std::optional<User> user = storage::find_user(rows_of(tx), to_lower(id))) return user;
    return user_named_by_email(tx, id);
}

Result<User> find_user(Transaction& tx, std::string_view id) {
    std::optional<User> user = named_user(tx, id);
    // Another call may be changing or deleting the user.
    if (user && rows_of(tx).writable() && storage::lock_user(rows_of(tx), to_lower(user->uid)))
        user = user_with_uid(tx, user->uid);
    if (!user) return refuse(Errc::user_not_found, "", "userId");
    return *std::move(user);
}

bool is_enabled(Transaction& tx, const Uid& uid) {
    return storage::preference(rows_of(tx), uid, "core", "enabled").value_or("true") != "false";
}

std::string data_dir_of(const Transaction& tx) {
    return tx.settings->text("datadirectory", tx.installation.data_dir);
}

std::string home_of(const Transaction& tx, const Uid& uid) {
    const std::string data_dir = data_dir_of(tx);
    if (data_dir.empty()) return {};
    return data_dir + "/" + uid.text();
}

Result<Done> set_enabled(Transaction& tx, const User& target, bool enabled) {
    if (is_self(tx, target)) return refuse(Errc::own_user, "", "userId");
    return change_user(tx, target.uid, {.enabled = enabled});
}

Result<Done> wipe_devices(Transaction& tx, const User& target) {
    if (is_self(tx, target)) return refuse(Errc::own_user, "", "userId");
    if (!may_edit(tx, target)) return refuse(Errc::forbidden);
    storage::mark_tokens_for_wipe(rows_of(tx), target.uid);
    record_event(tx, {.kind = EventKind::user_wipe, .subject = target.uid.text()});
    return Done{};
}

}  // namespace roster
