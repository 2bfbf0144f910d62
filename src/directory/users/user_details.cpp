// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_details.h"

#include <unordered_set>
#include <utility>

#include "base/json/json.h"
#include "base/php/php.h"
#include "base/quota.h"
#include "base/text.h"
#include "directory/groups/access.h"
#include "directory/profiles/languages.h"
#include "directory/profiles/profiles.h"
#include "directory/rows.h"
#include "directory/users/users.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/user_detail_rows.h"

namespace roster {

namespace {

using storage::DetailFacts, storage::UserDetailRows;
using Preferences = std::vector<storage::Preference>;

std::optional<std::string> find(const Preferences& preferences, std::string_view app,
                                std::string_view key) {
    for (const storage::Preference& row : preferences)
        if (row.key == key && row.app == app) return row.value;
    return std::nullopt;
}

// The first entry of the app value files/quota_preset that is a size.
std::string first_preset(const DetailFacts& facts) {
    const std::string presets = facts.quota_preset.value_or("1 GB, 5 GB, 10 GB");
    for (const std::string_view preset : split(presets, ',')) {
        const std::string_view size = trim(preset);
        if (size != "none" && size != "default") return std::string(size);
    }
    return "none";
}

// `none`, or a text with a size.
std::string settle_quota(const DetailFacts& facts, const std::optional<std::string>& own) {
    if (own && *own != "default") return *own;
    const std::optional<std::string>& usual = facts.default_quota;
    if (usual && *usual != "default" && *usual != "none") return *usual;
    return facts.allow_unlimited_quota.value_or("1") == "1" ? "none" : first_preset(facts);
}

// The uids in the preference settings/manager.
std::vector<Uid> managers_in(const std::optional<std::string>& json) {
    std::vector<Uid> uids;
    const std::optional<Value> managers = json ? parse_json(*json) : std::nullopt;
    if (!managers || !managers->array()) return uids;
    for (const auto& [index, manager] : *managers->array())
        if (manager.text()) uids.emplace_back(*manager.text());
    return uids;
}

// For each user the managers that it names, as (index of the user, uid).
using Managers = std::vector<std::pair<std::size_t, Uid>>;

// Sets the manager of each user to the first one that the caller may see; only administrators see
// all of them.
void show_managers(Transaction& tx, std::vector<UserDetails>& details, const Managers& named) {
    if (!tx.actor.sees_everybody() && !tx.actor.subadmin) return;
    std::vector<Uid> uids;
    std::vector<User> users;
    std::unordered_set<std::string> visible;
    for (const auto& [place, uid] : named)
        uids.push_back(uid);
    if (!tx.actor.sees_everybody() && !uids.empty()) {
        for (std::optional<User>& user : users_with_uids(tx, uids))
            if (user) users.push_back(*std::move(user));
        const std::vector<bool> may = may_see(tx, users);
        for (std::size_t i = 0; i < users.size(); ++i)
            if (may[i]) visible.insert(to_lower(users[i].uid));
    }
    std::vector<bool> shown(details.size());
    for (const auto& [place, uid] : named) {
        const bool may = tx.actor.sees_everybody() || visible.contains(to_lower(uid));
        if (shown[place] || !may) continue;
        details[place].manager = uid;
        shown[place] = true;
    }
}

std::string usual_language(const Transaction& tx) {
    return tx.settings->text("default_language", "en");
}

std::string settle_language(Transaction& tx, const Uid& uid,
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

std::string language_of(Transaction& tx, const Uid& uid) {
    return settle_language(tx, uid, storage::preference(rows_of(tx), uid, "core", "lang"));
}

std::string language_of(Transaction& tx, const Uid& uid, const std::optional<std::string>& own) {
    return settle_language(tx, uid, own);
}

std::optional<std::string> basis_of_details(Transaction& tx) {
    const DetailFacts facts = storage::find_detail_facts(rows_of(tx));
    if (facts.has_homes) return std::nullopt;
    std::string basis;
    for (const std::string& part :
         {data_dir_of(tx), tx.settings->text("force_language"), usual_language(tx),
          settle_quota(facts, std::nullopt),
          default_profile_json(profile_defaults_of(tx, facts.profile_enabled_by_default))})
        basis.append(part).append("\n");
    return basis;
}

namespace {

// The details that follow from the rows alone.
UserDetails details_of(Transaction& tx, const User& user, const DetailFacts& facts,
                       const UserDetailRows& rows) {
    const auto kept = [&rows](const char* app, const char* key) {
        return find(rows.preferences, app, key);
    };
    UserDetails details;
    details.uid = user.uid;
    details.seen_by_admin = tx.actor.sees_everybody();
    details.enabled = kept("core", "enabled").value_or("true") != "false";
    details.storage_location = data_dir_of(tx) + "/" + user.uid.text();
    details.first_login = to_int(kept("login", "firstLogin").value_or("0"));
    details.last_login = to_int(kept("login", "lastLogin").value_or("0"));
    details.subadmin_gids = rows.subadmin_gids;
    details.quota.text = settle_quota(facts, kept("files", "quota"));
    details.quota.quota_bytes = parse_size(details.quota.text).value_or(QuotaState::kUnlimited);
    if (details.quota.text == "none") details.quota.quota_bytes = QuotaState::kUnlimited;
    details.quota.has_home = rows.has_home;
    details.quota.used_bytes = rows.used_bytes;
    details.email = kept("settings", "email");
    details.display_name = user.display_name();
    details.gids = rows.gids;
    details.language = settle_language(tx, user.uid, kept("core", "lang"));
    details.locale = kept("core", "locale").value_or("");
    details.timezone = kept("core", "timezone").value_or("");
    details.notify_email = kept("settings", "primary_email");
    return details;
}

}  // namespace

std::vector<UserDetails> load_user_details(Transaction& tx, std::span<const User> users) {
    std::vector<Uid> uids;
    for (const User& user : users)
        uids.push_back(user.uid);
    const DetailFacts facts = storage::find_detail_facts(rows_of(tx));
    auto found = storage::find_detail_rows(rows_of(tx), uids, facts.has_homes);
    std::vector<UserDetails> all;
    Managers managers;
    for (std::size_t i = 0; i < users.size(); ++i) {
        const UserDetailRows& rows = found[users[i].uid];
        all.push_back(details_of(tx, users[i], facts, rows));
        for (Uid& uid : managers_in(find(rows.preferences, "settings", "manager")))
            managers.emplace_back(i, std::move(uid));
    }
    show_managers(tx, all, managers);
    std::vector<ProfileSource> sources;
    for (std::size_t i = 0; i < users.size(); ++i)
        sources.push_back(
            {.user = users[i], .email = all[i].email, .json = found[users[i].uid].profile_json});
    std::vector<Profile> profiles =
        load_profiles(tx, sources, profile_defaults_of(tx, facts.profile_enabled_by_default));
    for (std::size_t i = 0; i < users.size(); ++i)
        all[i].profile = std::move(profiles[i]);
    return all;
}

UserDetails find_user_details(Transaction& tx, const User& user) {
    return std::move(load_user_details(tx, {&user, 1}).front());
}

}  // namespace roster
