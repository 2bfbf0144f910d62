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

// The quota of an account as its owner sees it (contract: users, section 3).
struct QuotaState {
    double quota_bytes = 0;  // unlimited: kUnlimited
    std::string text{};      // as it is kept: `none`, or a size, never `default`
    bool has_home = false;   // somebody has opened the folder of the account's files
    std::int64_t used_bytes = 0;
    static constexpr double kUnlimited = -3;
};

// Everything that the account object shows (contract: users, section 2). What the caller may not
// see is absent.
struct UserDetails {
    bool seen_by_admin = false;  // administrator or delegated one: storage location
    bool enabled = true;
    std::string storage_location{};
    Uid uid{};
    std::int64_t first_login = 0;  // Unix seconds; 0 none, -1 unknown
    std::int64_t last_login = 0;   // Unix seconds; 0 none
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

// Of these accounts, which the caller may see, each in its place: for up to 256 of them in as many
// statements as for one. An account without a profile gets one, which is written.
std::vector<UserDetails> load_user_details(Transaction& tx, std::span<const User> users);
UserDetails find_user_details(Transaction& tx, const User& user);
// What those details follow from besides the rows of the account, for a caller who sees everybody
// and asks about somebody else: settings and app values. Where it is the same as before, so is
// everything whose rows have not changed. Nothing where files are counted, which change all the
// time.
std::optional<std::string> basis_of_details(Transaction& tx);

// The language an account is spoken to in; the caller's own follows Accept-Language too.
std::string language_of(Transaction& tx, const Uid& uid);
// The same for who has looked up which one the account has chosen.
std::string language_of(Transaction& tx, const Uid& uid, const std::optional<std::string>& own);

}  // namespace roster
