// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_rules.h"

#include <algorithm>
#include <filesystem>

#include "base/php/php.h"
#include "base/text.h"
#include "directory/profiles/profiles.h"
#include "directory/rows.h"
#include "directory/users/users.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"

namespace roster {

namespace {

constexpr std::string_view kUidCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _.@-'";
// The last four do not exist yet when the first administrator is checked.
constexpr std::string_view kReservedUids[] = {
    ".htaccess",    "files_external", "__groupfolders", ".ncdata",
    "owncloud.log", "nextcloud.log",  "updater.log",    "audit.log",
    "roster.db",    "roster.db-wal",  "roster.db-shm",  "config.json",
};

bool has_foreign_character(const Rules&, const Uid& uid) {
    return uid.text().find_first_not_of(kUidCharacters) != std::string::npos;
}

bool is_blank(const Rules&, const Uid& uid) {
    return trim(uid).empty();
}

bool has_blank_at_an_end(const Rules&, const Uid& uid) {
    return trim(uid) != uid;
}

bool is_dots(const Rules&, const Uid& uid) {
    return uid == "." || uid == "..";
}

bool is_too_long(const Rules&, const Uid& uid) {
    return uid.text().size() > kLongestUid;
}

bool has_files(const Rules& rules, const Uid& uid) {
    return std::ranges::count(kReservedUids, uid) > 0 || uid == "appdata_" + rules.instance_id ||
           rules.has_files(uid);
}

// In the order in which they are checked.
struct UidRule {
    bool (*is_broken_by)(const Rules& rules, const Uid& uid);
    const char* text;
};
constexpr UidRule kUidRules[] = {
    {has_foreign_character,
     "Only the following characters are allowed in an Login: \"a-z\", \"A-Z\", \"0-9\", spaces "
     "and \"_.@-'\""},
    {is_blank, "A valid Login must be provided"},
    {has_blank_at_an_end, "Login contains whitespace at the beginning or at the end"},
    {is_dots, "Login must not consist of dots only"},
    {is_too_long, "Username is too long"},
    {has_files, "Login is invalid because files already exist for this user"},
};

// The app values that the rules are made of.
class AppValues {
  public:
    explicit AppValues(Transaction& tx) : rows_(storage::app_values_for_changes(rows_of(tx))) {}
    std::optional<std::string> find(std::string_view app, std::string_view key) const {
        for (const storage::StoredAppValue& row : rows_)
            if (row.app == app && row.key == key) return row.value.value;
        return std::nullopt;
    }
    std::string text(std::string_view app, std::string_view key, const char* otherwise) const {
        return find(app, key).value_or(otherwise);
    }

  private:
    const std::vector<storage::StoredAppValue> rows_;
};

void load_app_values(Transaction& tx, Rules& rules) {
    const AppValues values(tx);
    rules.generates_uids = values.text("core", "newUser.generateUserID", "no") == "yes";
    rules.requires_email = values.text("core", "newUser.requireEmail", "no") == "yes";
    rules.sends_welcome_mail = values.text("core", "newUser.sendEmail", "yes") == "yes";
    rules.profile_defaults =
        profile_defaults_of(tx, values.find("settings", "profile_enabled_by_default"));
    rules.instance_name = values.text("theming", "name", "Nextcloud");
    rules.password_policy = to_password_policy(*tx.settings, [&values](std::string_view key) {
        return values.find("password_policy", key);
    });
    rules.max_quota_bytes = static_cast<double>(to_int(values.text("files", "max_quota", "-1")));
    rules.allows_unlimited_quota = values.text("files", "allow_unlimited_quota", "1") == "1";
}

void load_groups(Transaction& tx, const std::vector<Gid>& gids, Rules& rules) {
    for (Group& group : storage::find_groups(rows_of(tx), gids))
        rules.groups.emplace(group.gid, std::move(group));
}

// A setting that forces a value holds that value, or false.
bool is_forced(const Settings& settings, std::string_view key) {
    const Value* value = settings.find(key);
    return value && !value->is_null() && !(value->boolean() && !*value->boolean());
}

void load_own_rules(const Settings& settings, Rules& rules) {
    rules.name_changes = settings.boolean("allow_user_to_change_display_name", true);
    rules.email_changes = settings.boolean("allow_user_to_change_email", rules.name_changes);
    rules.language_is_forced = is_forced(settings, "force_language");
    rules.locale_is_forced = is_forced(settings, "force_locale");
    rules.ends_sessions_at_password_change =
        settings.boolean("roster.end_sessions_at_password_change", false);
}

void load_rights(Transaction& tx, Rules& rules) {
    rules.actor = tx.actor;
    if (tx.actor.admin) return;
    rules.administered_gids = storage::administered_gids(rows_of(tx), tx.actor.uid);
    rules.protects_delegates = tx.settings->boolean("roster.protect_delegated_admins", false);
    if (rules.protects_delegates) rules.delegated_gids = storage::delegated_gids(rows_of(tx));
}

bool shares_any(const std::vector<Gid>& some, const std::vector<Gid>& others) {
    return std::ranges::any_of(some, [&](const Gid& gid) { return contains(others, gid); });
}

}  // namespace

Rules rules_for_uids(const Transaction& tx) {
    Rules rules;
    rules.instance_id = tx.settings->text("instanceid");
    rules.has_files = [data_dir = data_dir_of(tx)](const Uid& uid) {
        std::error_code ignored;
        return !data_dir.empty() && std::filesystem::exists(data_dir + "/" + uid.text(), ignored);
    };
    return rules;
}

Rules load_rules(Transaction& tx, const UserChange& change) {
    Rules rules = rules_for_uids(tx);
    load_rights(tx, rules);
    load_own_rules(*tx.settings, rules);
    rules.profile.default_phone_region = tx.settings->text("default_phone_region");
    rules.profile.has_internet = tx.settings->boolean("has_internet_connection", true);
    load_groups(tx, named_gids(change), rules);
    if (change.creates || change.password || change.quota) load_app_values(tx, rules);
    return rules;
}

std::vector<Gid> named_gids(const UserChange& change) {
    std::vector<Gid> gids;
    for (const GroupChange* groups : {&change.groups, &change.subadmin_of}) {
        gids.insert(gids.end(), groups->add.begin(), groups->add.end());
        gids.insert(gids.end(), groups->remove.begin(), groups->remove.end());
        if (groups->set) gids.insert(gids.end(), groups->set->begin(), groups->set->end());
    }
    return gids;
}

bool is_self(const Rules& rules, const UserState& user) {
    return !rules.actor.on_command_line() && rules.actor.uid == user.uid;
}

bool is_accessible(const Rules& rules, const UserState& user) {
    if (is_self(rules, user)) return true;
    return rules.actor.administers_somebody() && !contains(user.gids, kAdminGroup) &&
           shares_any(user.gids, rules.administered_gids);
}

bool is_beyond_subadmins(const Rules& rules, const UserState& user) {
    return rules.protects_delegates && !rules.actor.sees_everybody() && !is_self(rules, user) &&
           shares_any(user.gids, rules.delegated_gids);
}

bool may_edit(const Rules& rules, const UserState& user) {
    if (rules.actor.admin) return true;
    if (rules.actor.delegated_users && !contains(user.gids, kAdminGroup)) return true;
    return is_accessible(rules, user) && !is_beyond_subadmins(rules, user);
}

bool may_manage_members(const Rules& rules, const Gid& gid) {
    if (rules.actor.admin) return true;
    if (rules.actor.delegated_users && gid != kAdminGroup) return true;
    if (rules.protects_delegates && contains(rules.delegated_gids, gid)) return false;
    return contains(rules.administered_gids, gid);
}

Result<Done> check_uid(const Rules& rules, const Uid& uid) {
    for (const UidRule& rule : kUidRules)
        if (rule.is_broken_by(rules, uid))
            return refuse(Errc::invalid_argument, rule.text, "userid");
    return Done{};
}

Result<Done> check_is_given(const Secret& password) {
    if (!trim(password.reveal()).empty()) return Done{};
    return refuse(Errc::invalid_argument, "A valid password must be provided", "password");
}

Result<Done> check_length(const Secret& password) {
    if (password.size() <= kLongestPassword) return Done{};
    return refuse(Errc::invalid_argument, "Invalid password value", "password");
}

Result<Done> check_policy(const Rules& rules, const Secret& password) {
    if (passes(rules.password_policy, password)) return Done{};
    std::string fault = find_password_fault(rules.password_policy, password);
    return refuse(Errc::password_policy, std::move(fault), "password");
}

Result<Done> check_groups(const Rules& rules, std::span<const Gid> gids, bool is_new) {
    if (is_new && gids.empty() && !rules.actor.sees_everybody())
        return refuse(Errc::invalid_argument, "No group specified (required for sub-admins)",
                      "groups");
    for (const Gid& gid : gids) {
        if (!rules.groups.contains(gid))
            return refuse(Errc::group_not_found, "Group %s does not exist", "groups", gid.text());
        if (!may_manage_members(rules, gid))
            return refuse(Errc::forbidden, "Insufficient privileges for group %s", "groups",
                          gid.text());
    }
    return Done{};
}

Result<Done> check_subadmin_groups(const Rules& rules, std::span<const Gid> gids) {
    for (const Gid& gid : gids) {
        if (!rules.groups.contains(gid))
            return refuse(Errc::group_not_found, "Sub-admin group does not exist", "subadmin",
                          gid.text());
        if (gid == kAdminGroup)
            return refuse(Errc::admin_group, "Cannot create sub-admins for admin group",
                          "subadmin");
        if (!may_manage_members(rules, gid))
            return refuse(Errc::forbidden, "No permissions to promote sub-admins", "subadmin");
    }
    return Done{};
}

Result<Done> check_is_managed(const Rules& rules, const Gid& gid, const char* field) {
    if (may_manage_members(rules, gid)) return Done{};
    return refuse(Errc::forbidden, "", field);
}

Result<Done> check_leaves(const Rules& rules, const UserState& user, const Gid& gid) {
    TRY(check_is_managed(rules, gid, "groups"));
    const bool only_subadmin = !rules.actor.sees_everybody();
    if (is_self(rules, user)) {
        if (only_subadmin)
            return refuse(Errc::own_user,
                          "Cannot remove yourself from this group as you are a sub-admin",
                          "groups");
        if (gid == kAdminGroup)
            return refuse(Errc::own_user, "Cannot remove yourself from the admin group", "groups");
        return Done{};
    }
    const auto shared = std::ranges::count_if(
        rules.administered_gids, [&](const Gid& own) { return contains(user.gids, own); });
    if (only_subadmin && shared <= 1)
        return refuse(Errc::last_group,
                      "Not viable to remove user from the last group you are sub-admin of",
                      "groups");
    return Done{};
}

}  // namespace roster
