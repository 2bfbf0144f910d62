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

// The profile, with the user's current display name. A user without a profile gets the default one,
// which is stored.
Profile load_profile(Transaction& tx, const User& user);
// The same for many users whose rows are known.
struct ProfileSource {
    const User& user;
    const std::optional<std::string>& email;  // the system e-mail
    const std::optional<std::string>& json;   // the stored profile; nothing when there is none
};
// Parses a profile without database access; the default one when `json` is empty.
Profile read_profile(const ProfileSource& source, const ProfileDefaults& defaults);
// The profiles in the order of `sources`; stores those that are missing.
std::vector<Profile> load_profiles(Transaction& tx, std::span<const ProfileSource> sources,
                                   const ProfileDefaults& defaults);
// The defaults for new profiles: from the settings, and from the app value
// settings/profile_enabled_by_default.
ProfileDefaults profile_defaults_of(const Transaction& tx,
                                    const std::optional<std::string>& enabled_by_default);
// The same with the stored app value.
ProfileDefaults find_profile_defaults(Transaction& tx);
// The default profile, without the user's own values.
std::string default_profile_json(const ProfileDefaults& defaults);
// The system e-mail (preference settings/email).
std::optional<std::string> email_of(Transaction& tx, const Uid& uid);

// Writes the searchable rows of profiles that have none; returns for how many.
std::int64_t write_missing_profile_rows(Transaction& tx);

}  // namespace roster
