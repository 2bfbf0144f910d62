// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/profile.h"
#include "model/user.h"

namespace roster {

// The account record, with the account's current display name. An account that has none yet gets
// the default record, which is written.
Profile load_profile(Transaction& tx, const User& user);
// The same of many, for who has read what they are made of.
struct ProfileSource {
    const User& user;
    const std::optional<std::string>& email;  // the system e-mail
    const std::optional<std::string>& json;   // the record; nothing when there is none yet
};
// The record without a word to the database; the default one where there is none.
Profile read_profile(const ProfileSource& source, const ProfileDefaults& defaults);
std::vector<Profile> load_profiles(Transaction& tx, std::span<const ProfileSource> sources,
                                   const ProfileDefaults& defaults);
// What the settings give to a new record, and the app value settings/profile_enabled_by_default.
ProfileDefaults profile_defaults_of(const Transaction& tx,
                                    const std::optional<std::string>& enabled_by_default);
ProfileDefaults find_profile_defaults(Transaction& tx);
// The record of an account that has none, without what is the account's own.
std::string default_profile_json(const ProfileDefaults& defaults);
// The system e-mail (preference settings/email).
std::optional<std::string> email_of(Transaction& tx, const Uid& uid);

// Writes the searchable rows of profiles that have none; says of how many.
std::int64_t write_missing_profile_rows(Transaction& tx);

}  // namespace roster
