// SPDX-License-Identifier: Apache-2.0
#include "directory/user_details.h"

#include "base/json.h"
#include "base/php.h"
#include "base/quota.h"
#include "base/text.h"
#include "directory/access.h"
#include "directory/languages.h"
#include "directory/profiles.h"
#include "directory/users.h"
#include "storage/config_rows.h"
#include "storage/file_rows.h"
#include "storage/group_rows.h"
#include "storage/user_rows.h"

namespace roster {

namespace {

using Preferences = std::vector<storage::Preference>;

std::optional<std::string> find(const Preferences& preferences, std::string_view app,
                                std::string_view key) {
    for (const storage::Preference& row : preferences)
        if (row.key == key && row.app == app) return row.value;
    return std::nullopt;
}

// The first entry of the app value files/quota_preset that names a size.
std::string first_preset(Transaction& tx) {
    const std::string presets =
        storage::app_value(tx.db, "files", "quota_preset").value_or("1 GB, 5 GB, 10 GB");
    for (const std::string_view preset : split(presets, ',')) {
        const std::string_view size = trim(preset);
        if (size != "none" && size != "default") return std::string(size);
    }
    return "none";
}

std::string settle_quota(Transaction& tx, const std::optional<std::string>& own) {
    if (own && *own != "default") return *own;
    const std::optional<std::string> usual = storage::app_value(tx.db, "files", "default_quota");
    if (usual && *usual != "default" && *usual != "none") return *usual;
    const bool unlimited_allowed =
        storage::app_value(tx.db, "files", "allow_unlimited_quota").value_or("1") == "1";
    return unlimited_allowed ? "none" : first_preset(tx);
}

// What everybody but an administrator sees depends on who the manager is.
std::string visible_manager(Transaction& tx, const std::optional<std::string>& json) {
    if (!json) return {};
    const std::optional<Value> managers = parse_json(*json);
    if (!managers || !managers->array()) return {};
    for (const auto& [index, manager] : *managers->array()) {
        if (!manager.text()) continue;
        if (tx.actor.sees_everybody()) return *manager.text();
        if (!tx.actor.subadmin) return {};
        const std::optional<User> user = storage::find_user(tx.db, to_lower(*manager.text()));
        if (user && is_accessible(tx, *user)) return *manager.text();
    }
    return {};
}

std::string usual_language(const Transaction& tx) {
    return tx.settings->text("default_language", "en");
}

std::string settle_language(Transaction& tx, std::string_view uid,
                            const std::optional<std::string>& own) {
    const std::string forced = tx.settings->text("force_language");
    if (!forced.empty()) return forced;
    if (own && !own->empty()) return *own;
    if (!tx.forced_language.empty()) return tx.forced_language;
    if (uid == tx.actor.uid)
        if (std::optional<std::string> best = best_language(tx.accept_language)) return *best;
    return usual_language(tx);
}

}  // namespace

std::string quota_text(Transaction& tx, std::string_view uid) {
    return settle_quota(tx, storage::preference(tx.db, uid, "files", "quota"));
}

bool has_home(Transaction& tx, std::string_view uid) {
    return storage::has_home(tx.db, uid);
}

std::string language_of(Transaction& tx, std::string_view uid) {
    return settle_language(tx, uid, storage::preference(tx.db, uid, "core", "lang"));
}

std::optional<std::string> basis_of_details(Transaction& tx) {
    if (storage::has_homes(tx.db)) return std::nullopt;
    std::string basis;
    for (const std::string& part :
         {data_dir_of(tx), tx.settings->text("force_language"), usual_language(tx),
          settle_quota(tx, std::nullopt), default_profile_json(tx)})
        basis.append(part).append("\n");
    return basis;
}

UserDetails find_user_details(Transaction& tx, const User& user) {
    UserDetails details;
    const Preferences preferences = storage::account_preferences(tx.db, user.uid);
    const auto number = [&](const char* app, const char* key) {
        return to_int(find(preferences, app, key).value_or("0"));
    };
    details.uid = user.uid;
    details.seen_by_admin = tx.actor.sees_everybody();
    details.shows_enabled = may_see(tx, user);
    details.enabled = find(preferences, "core", "enabled").value_or("true") != "false";
    details.storage_location = data_dir_of(tx) + "/" + user.uid;
    details.first_login = number("login", "firstLogin");
    details.last_login = number("login", "lastLogin");
    details.subadmin_gids = storage::gids_of_subadmin(tx.db, user.uid);
    const std::string quota = settle_quota(tx, find(preferences, "files", "quota"));
    details.quota.quota_bytes = parse_size(quota).value_or(QuotaState::kUnlimited);
    if (quota == "none") details.quota.quota_bytes = QuotaState::kUnlimited;
    details.quota.used_bytes = storage::used_bytes(tx.db, user.uid);
    details.manager = visible_manager(tx, find(preferences, "settings", "manager"));
    details.email = find(preferences, "settings", "email");
    details.profile = load_profile(tx, user, details.email);
    details.display_name = user.display_name();
    details.gids = storage::gids_of_user(tx.db, user.uid);
    details.language = settle_language(tx, user.uid, find(preferences, "core", "lang"));
    details.locale = find(preferences, "core", "locale").value_or("");
    details.timezone = find(preferences, "core", "timezone").value_or("");
    details.notify_email = find(preferences, "settings", "primary_email");
    return details;
}

}  // namespace roster
