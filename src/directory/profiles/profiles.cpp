// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/profiles.h"

#include "base/text.h"
#include "directory/rows.h"
#include "storage/records/user_locks.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/profile_rows.h"
#include "storage/rows/user_rows.h"
#include "storage/schema/integrity_checks.h"

namespace roster {

namespace {

void write_profile(Transaction& tx, const Uid& uid, const Profile& profile,
                   const std::string& json) {
    if (json.empty()) return;  // A value is not UTF-8; users may have such a name.
    storage::replace_account(rows_of(tx), uid, json, to_account_data_rows(profile));
}

void write_missing_records(Transaction& tx, std::vector<storage::NewAccount> records) {
    std::vector<Uid> uids;
    for (const storage::NewAccount& record : records) {
        storage::hold_user(rows_of(tx), to_lower(record.uid));
        uids.push_back(record.uid);
    }
    // Other calls may have written them before the users were locked.
    auto written = storage::uids_with_account(rows_of(tx), uids);
    std::erase_if(records, [&written](const storage::NewAccount& record) {
        // A value is not UTF-8; users may have such a name.
        return record.json.empty() || !written.insert(record.uid).second;
    });
    storage::insert_accounts(rows_of(tx), records);
}

}  // namespace

Profile read_profile(const ProfileSource& source, const ProfileDefaults& new_one) {
    const Profile defaults = default_profile(source.user.display_name(), source.email, new_one);
    if (!source.json) return defaults;
    Profile profile = parse_account_json(*source.json, defaults);
    profile[PropertyId::displayname].value = source.user.display_name();
    return profile;
}

std::optional<std::string> email_of(Transaction& tx, const Uid& uid) {
    return storage::preference(rows_of(tx), uid, "settings", "email");
}

Profile load_profile(Transaction& tx, const User& user) {
    const std::optional<std::string> email = email_of(tx, user.uid);
    const std::optional<std::string> json = storage::find_account_json(rows_of(tx), user.uid);
    const ProfileSource source{.user = user, .email = email, .json = json};
    return load_profiles(tx, {&source, 1}, find_profile_defaults(tx)).front();
}

std::vector<Profile> load_profiles(Transaction& tx, std::span<const ProfileSource> sources,
                                   const ProfileDefaults& defaults) {
    std::vector<Profile> profiles;
    std::vector<storage::NewAccount> missing;
    for (const ProfileSource& source : sources) {
        const Profile& profile = profiles.emplace_back(read_profile(source, defaults));
        if (source.json) continue;
        missing.push_back({.uid = source.user.uid,
                           .json = to_account_json(profile),
                           .rows = to_account_data_rows(profile)});
    }
    if (!missing.empty()) write_missing_records(tx, std::move(missing));
    return profiles;
}

ProfileDefaults profile_defaults_of(const Transaction& tx,
                                    const std::optional<std::string>& enabled_by_default) {
    const Value* configured = tx.settings->find("account_manager.default_property_scope");
    return profile_defaults(configured ? *configured : Value(),
                            enabled_by_default.value_or("1") != "0");
}

ProfileDefaults find_profile_defaults(Transaction& tx) {
    return profile_defaults_of(
        tx, storage::app_value(rows_of(tx), "settings", "profile_enabled_by_default"));
}

std::string default_profile_json(const ProfileDefaults& defaults) {
    return to_account_json(default_profile({}, std::nullopt, defaults));
}

std::int64_t write_missing_profile_rows(Transaction& tx) {
    std::int64_t count = 0;
    for (const Uid& uid : storage::uids_without_profile_rows(rows_of(tx))) {
        const std::optional<User> user = storage::find_user(rows_of(tx), to_lower(uid));
        const std::optional<std::string> json = storage::find_account_json(rows_of(tx), uid);
        if (!user || !json) continue;
        const std::optional<std::string> email = email_of(tx, uid);
        const ProfileSource source{.user = *user, .email = email, .json = json};
        write_profile(tx, uid, read_profile(source, find_profile_defaults(tx)), *json);
        ++count;
    }
    return count;
}

}  // namespace roster
