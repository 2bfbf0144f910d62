// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles.h"

#include "base/text.h"
#include "storage/claim_rows.h"
#include "storage/config_rows.h"
#include "storage/health_rows.h"
#include "storage/profile_rows.h"
#include "storage/user_rows.h"

namespace roster {

namespace {

Profile parse_profile(Transaction& tx, const User& user, const std::optional<std::string>& email,
                      const std::optional<std::string>& json) {
    const Profile defaults = default_profile(user.display_name(), email, find_profile_defaults(tx));
    if (!json) return defaults;
    Profile profile = parse_account_json(*json, defaults);
    profile[PropertyId::displayname].value = user.display_name();
    return profile;
}

void write_profile(Transaction& tx, std::string_view uid, const Profile& profile,
                   const std::string& json) {
    if (json.empty()) return;  // Of a value that is no UTF-8; accounts may have such a name.
    storage::replace_account(tx.db, uid, json, to_account_data_rows(profile));
}

}  // namespace

ProfileDefaults to_profile_defaults(const Settings& settings,
                                    const std::optional<std::string>& enabled_by_default) {
    const Value* configured = settings.find("account_manager.default_property_scope");
    return profile_defaults(configured ? *configured : Value(),
                            enabled_by_default.value_or("1") != "0");
}

ProfileDefaults find_profile_defaults(Transaction& tx) {
    return to_profile_defaults(*tx.settings,
                               storage::app_value(tx.db, "settings", "profile_enabled_by_default"));
}

std::optional<std::string> email_of(Transaction& tx, std::string_view uid) {
    return storage::preference(tx.db, uid, "settings", "email");
}

Profile load_profile(Transaction& tx, const User& user) {
    return load_profile(tx, user, email_of(tx, user.uid));
}

Profile load_profile(Transaction& tx, const User& user, const std::optional<std::string>& email) {
    const std::optional<std::string> json = storage::find_account_json(tx.db, user.uid);
    Profile profile = parse_profile(tx, user, email, json);
    if (json) return profile;
    storage::hold_user(tx.db, to_lower(user.uid));
    write_profile(tx, user.uid, profile, to_account_json(profile));
    return profile;
}

Profile find_profile(Transaction& tx, const User& user) {
    const std::optional<User> current = storage::find_user(tx.db, to_lower(user.uid));
    return parse_profile(tx, current ? *current : user, email_of(tx, user.uid),
                         storage::find_account_json(tx.db, user.uid));
}

std::string default_profile_json(Transaction& tx) {
    return to_account_json(default_profile({}, std::nullopt, find_profile_defaults(tx)));
}

bool has_profile(Transaction& tx, std::string_view uid) {
    return storage::has_account(tx.db, uid);
}

std::int64_t write_missing_profile_rows(Transaction& tx) {
    std::int64_t count = 0;
    for (const std::string& uid : storage::uids_without_profile_rows(tx.db)) {
        const std::optional<User> user = storage::find_user(tx.db, to_lower(uid));
        const std::optional<std::string> json = storage::find_account_json(tx.db, uid);
        if (!user || !json) continue;
        write_profile(tx, uid, parse_profile(tx, *user, email_of(tx, uid), json), *json);
        ++count;
    }
    return count;
}

}  // namespace roster
