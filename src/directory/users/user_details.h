// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "directory/transaction.h"
#include "model/profile.h"
#include "model/user.h"

namespace roster {

// The quota of a user as the user sees it (contract: users, section 3).
struct QuotaState {
    double quota_bytes = 0;  // unlimited: kUnlimited
    std::string text{};      // as stored: `none`, or a size, never `default`
    bool has_home = false;   // the folder of the user's files has been opened once
    std::int64_t used_bytes = 0;
    static constexpr double kUnlimited = -3;
};

// All that the user object shows (contract: users, section 2). What the caller may not see is left
// out.
struct UserDetails {
    bool seen_by_admin = false;  // by an administrator or delegated one: with the storage location
    bool enabled = true;
    std::string storage_location{};
    Uid uid{};
    std::int64_t first_login = 0;  // Unix seconds; 0 never, -1 unknown
    std::int64_t last_login = 0;   // Unix seconds; 0 never
    std::vector<Gid> subadmin_gids{};
    QuotaState quota{};
    Uid manager{};
    std::optional<std::string> email{};
    Profile profile{};
    std::string display_name{};
    std::vector<Gid> gids{};
    std::string language{}, locale{}, timezone{};
    std::optional<std::string> notify_email{};
};

// The details of these users, whom the caller may see, in their order; up to 256 users take as many
// statements as one. A user without a profile gets one, which is stored.
std::vector<UserDetails> load_user_details(Transaction& tx, std::span<const User> users);
// The same for one user.
UserDetails find_user_details(Transaction& tx, const User& user);
// What these details depend on besides the rows of the user, for a caller who sees everybody and
// asks about another user: settings and app values. While it stays the same, only changed rows
// change the details. Nothing where files are counted, which change all the time.
std::optional<std::string> basis_of_details(Transaction& tx);

// The language for messages to a user; the caller's own also follows Accept-Language.
std::string language_of(Transaction& tx, const Uid& uid);
// The same when the language that the user has chosen is known.
std::string language_of(Transaction& tx, const Uid& uid, const std::optional<std::string>& own);

}  // namespace roster
