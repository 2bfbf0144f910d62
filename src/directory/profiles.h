// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "model/profile.h"
#include "model/user.h"

namespace roster {

// The account record, with the account's current display name. An account that has none yet gets
// the default record, which is written.
Profile load_profile(Transaction& tx, const User& user);
// The same for who has looked up the system e-mail already.
Profile load_profile(Transaction& tx, const User& user, const std::optional<std::string>& email);
// The same, and nothing is written, and the display name is the stored one even where
// `user` was read before it changed.
Profile find_profile(Transaction& tx, const User& user);
// What the settings and the app value settings/profile_enabled_by_default say about new records.
ProfileDefaults to_profile_defaults(const Settings& settings,
                                    const std::optional<std::string>& enabled_by_default);
ProfileDefaults find_profile_defaults(Transaction& tx);
// The record of an account that has none, without what is the account's own.
std::string default_profile_json(Transaction& tx);
bool has_profile(Transaction& tx, std::string_view uid);
// The system e-mail (preference settings/email).
std::optional<std::string> email_of(Transaction& tx, std::string_view uid);

// Writes the searchable rows of profiles that have none; says of how many.
std::int64_t write_missing_profile_rows(Transaction& tx);

}  // namespace roster
