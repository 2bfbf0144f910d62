// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/user.h"
#include "storage/engine/connection.h"

namespace roster::storage {

// oc_users by its lower-cased uid.
std::optional<User> find_user(Connection& db, std::string_view uid_lower);
// The same of many, by lower-cased uid and without their passwords.
std::unordered_map<std::string, User> find_users(Connection& db,
                                                 std::span<const std::string> uids_lower);
// The first account whose system e-mail equals the lower-cased address.
std::optional<User> find_user_by_email(Connection& db, std::string_view email_lower);
// Whether exactly one account has that system e-mail: its uid.
std::optional<Uid> only_uid_with_email(Connection& db, std::string_view email_lower);
// False when an account with that uid, in any letter case, is there already.
bool insert_user(Connection& db, std::string_view uid, std::string_view uid_lower,
                 std::string_view password_hash);
struct NewUserRow {
    Uid uid{};
    std::string uid_lower{};
    std::optional<std::string> display_name{};
    std::string password_hash{};
};
// Throws Conflict when one of them is there already.
void insert_users(Connection& db, std::span<const NewUserRow> users);
// A text of a user, such as a display name.
struct UserText {
    Uid uid{};
    std::string text{};
};
void set_password_hashes(Connection& db, std::span<const UserText> hashes);
void set_display_names(Connection& db, std::span<const UserText> names);
void set_password_hash(Connection& db, std::string_view uid, std::string_view password_hash);
void set_display_name(Connection& db, std::string_view uid, std::string_view name);
bool delete_user(Connection& db, std::string_view uid_lower);
// Everything else that refers to an account: memberships, profile, preferences, tokens, second
// factors, what it was known for, and the file cache of its home.
void delete_rows_of_user(Connection& db, std::string_view uid);
// Every device that is logged in for the account shall forget its data.
void mark_tokens_for_wipe(Connection& db, std::string_view uid);

}  // namespace roster::storage
