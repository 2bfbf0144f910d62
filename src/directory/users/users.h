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

// Whom a {userId} names: the account with this uid in any letter case, else the first whose system
// e-mail it is, unless roster.find_users_by_email is false. An address is what anybody may claim to
// have, so tx.found_by_email notes it.
std::optional<User> named_user(Transaction& tx, std::string_view id);
// The second of these ways alone.
std::optional<User> user_named_by_email(Transaction& tx, std::string_view id);
// As named_user, but claims the user; refuses user_not_found.
Result<User> find_user(Transaction& tx, std::string_view id);
// By uid alone, as lists have them.
std::optional<User> user_with_uid(Transaction& tx, const Uid& uid);
// The same of many, each in the place of its uid, and without their passwords.
std::vector<std::optional<User>> users_with_uids(Transaction& tx, std::span<const Uid> uids);
// Whether the text is short enough for a uid, or for an e-mail in place of one.
bool may_be_uid(std::string_view id);
// Whom a login means: by uid, else by e-mail.
std::optional<User> look_up_user(Transaction& tx, std::string_view id);
// Preference core/enabled; absent means enabled.
bool is_enabled(Transaction& tx, const Uid& uid);
// The folder of everybody's files, as settings say.
std::string data_dir_of(const Transaction& tx);
// Where the account keeps its files; empty when this installation has no data directory.
std::string home_of(const Transaction& tx, const Uid& uid);

// Lets an account log in, or no longer. Refuses own_user, forbidden.
Result<Done> set_enabled(Transaction& tx, const User& target, bool enabled);
// Asks every device of the account to forget its data. Refuses own_user, forbidden.
Result<Done> wipe_devices(Transaction& tx, const User& target);

}  // namespace roster
