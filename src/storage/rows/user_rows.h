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

// By the lower-cased uid; nothing when there is none.
std::optional<User> find_user(Connection& db, std::string_view uid_lower);
// The same for many users, keyed by the lower-cased uid, without their passwords.
std::unordered_map<std::string, User> find_users(Connection& db,
                                                 std::span<const std::string> uids_lower);
// The first user whose system e-mail equals the lower-cased address.
std::optional<User> find_user_by_email(Connection& db, std::string_view email_lower);
// The uid of the only user with that system e-mail; nothing when there is none or several.
std::optional<Uid> only_uid_with_email(Connection& db, std::string_view email_lower);
// False when a user with that uid exists already, in any letter case.
bool insert_user(Connection& db, std::string_view uid, std::string_view uid_lower,
                 std::string_view password_hash);
struct NewUserRow {
    Uid uid{};
    std::string uid_lower{};
    std::optional<std::string> display_name{};
    std::string password_hash{};
};
// Throws Conflict when one of them exists already.
void insert_users(Connection& db, std::span<const NewUserRow> users);
// A text of a user, such as the display name.
struct UserText {
    Uid uid{};
    std::string text{};
};
// Both set the texts of many users at once.
void set_password_hashes(Connection& db, std::span<const UserText> hashes);
void set_display_names(Connection& db, std::span<const UserText> names);
// Both ignore a missing user; the uid must be exact.
void set_password_hash(Connection& db, std::string_view uid, std::string_view password_hash);
void set_display_name(Connection& db, std::string_view uid, std::string_view name);
// False when there is no such user.
bool delete_user(Connection& db, std::string_view uid_lower);
// Deletes everything else that refers to a user: memberships, profile, preferences, tokens, second
// factors, phone contacts, and the file cache of the home.
void delete_rows_of_user(Connection& db, std::string_view uid);
// Marks all tokens of a user for wipe: its devices shall delete their data.
void mark_tokens_for_wipe(Connection& db, std::string_view uid);

}  // namespace roster::storage
