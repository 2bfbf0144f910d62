// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"
#include "model/user.h"

namespace roster {

inline constexpr std::size_t kLongestUid = 64;  // bytes

// The user that a {userId} names: the one with this uid in any letter case, else the first with
// this system e-mail, unless roster.find_users_by_email is false. Anybody can claim an address, so
// it is recorded in tx.found_by_email. Nothing when there is none.
std::optional<User> named_user(Transaction& tx, std::string_view id);
// Only by system e-mail.
std::optional<User> user_named_by_email(Transaction& tx, std::string_view id);
// As named_user(), but locks the user for a change. Refuses user_not_found.
Result<User> find_user(Transaction& tx, std::string_view id);
// By uid alone, as in lists.
std::optional<User> user_with_uid(Transaction& tx, const Uid& uid);
// The same for many users, in the order of `uids`, without their passwords.
std::vector<std::optional<User>> users_with_uids(Transaction& tx, std::span<const Uid> uids);
// Whether the text is short enough for a uid or an e-mail that replaces one.
bool may_be_uid(std::string_view id);
// The user that a login name means: by uid, else by e-mail.
std::optional<User> look_up_user(Transaction& tx, std::string_view id);
// The preference core/enabled; enabled by default.
bool is_enabled(Transaction& tx, const Uid& uid);
// The data directory from the settings.
std::string data_dir_of(const Transaction& tx);
// The home folder of a user; empty when this installation has no data directory.
std::string home_of(const Transaction& tx, const Uid& uid);

// Lets a user log in, or not any more. Refuses own_user, forbidden.
Result<Done> set_enabled(Transaction& tx, const User& target, bool enabled);
// Asks all devices of the user to delete their data. Refuses own_user, forbidden.
Result<Done> wipe_devices(Transaction& tx, const User& target);

}  // namespace roster
