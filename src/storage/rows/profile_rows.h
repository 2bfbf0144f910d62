// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// The profile of a user (oc_accounts.data); nothing when there is none.
std::optional<std::string> find_account_json(Connection& db, std::string_view uid);
// Those of these users who have a profile.
std::unordered_set<Uid> uids_with_account(Connection& db, std::span<const Uid> uids);
// Replaces the profile and all its searchable rows (name, value) in oc_accounts_data.
void replace_account(Connection& db, std::string_view uid, std::string_view json,
                     const std::vector<std::pair<std::string, std::string>>& rows);
// Profiles, with their searchable rows, of users who have none.
struct NewAccount {
    Uid uid{};
    std::string json{};
    std::vector<std::pair<std::string, std::string>> rows{};
};
void insert_accounts(Connection& db, std::span<const NewAccount> accounts);
// New profiles, with the searchable rows that are stored now; without `stored_rows` there is no
// profile yet.
struct ProfileReplacement {
    NewAccount wanted{};
    std::optional<std::vector<std::pair<std::string, std::string>>> stored_rows{};
};
// Writes the differences only, for profiles of different users.
void replace_profiles(Connection& db, std::span<const ProfileReplacement> profiles);
// Deletes the profile with its searchable rows.
void delete_account(Connection& db, std::string_view uid);

// Users who had found these by phone number forget them (oc_known_users). Returns how many rows
// were deleted.
std::int64_t delete_known_users(Connection& db, std::span<const Uid> known_users);

// Users whose searchable row of that name has that value, in the order of the rows.
std::vector<Uid> uids_with_account_value(Connection& db, std::string_view name,
                                         std::string_view value);

// Users with that phone number, with the ids of their rows.
struct PhoneRow {
    std::int64_t id = 0;
    Uid uid{};
};
std::vector<PhoneRow> accounts_with_phone(Connection& db, std::string_view number);

}  // namespace roster::storage
