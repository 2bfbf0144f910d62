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

// oc_accounts.data of an account.
std::optional<std::string> find_account_json(Connection& db, std::string_view uid);
// Those of these uids that have such a record.
std::unordered_set<Uid> uids_with_account(Connection& db, std::span<const Uid> uids);
// Replaces the record and all its searchable rows (name, value) in oc_accounts_data.
void replace_account(Connection& db, std::string_view uid, std::string_view json,
                     const std::vector<std::pair<std::string, std::string>>& rows);
// The records, with their searchable rows, of accounts that have none.
struct NewAccount {
    Uid uid{};
    std::string json{};
    std::vector<std::pair<std::string, std::string>> rows{};
};
void insert_accounts(Connection& db, std::span<const NewAccount> accounts);
// Records as they are to be, with the rows as they were; without `stored_rows` there is none yet.
struct ProfileReplacement {
    NewAccount wanted{};
    std::optional<std::vector<std::pair<std::string, std::string>>> stored_rows{};
};
void replace_profiles(Connection& db, std::span<const ProfileReplacement> profiles);
void delete_account(Connection& db, std::string_view uid);

// Nobody knows these users by their phone numbers any more (oc_known_users). How many did.
std::int64_t delete_known_users(Connection& db, std::span<const Uid> known_users);

// Accounts whose searchable row of that name has that value, in the order of the rows.
std::vector<Uid> uids_with_account_value(Connection& db, std::string_view name,
                                         std::string_view value);

// Accounts with that phone number, and the ids of their rows.
struct PhoneRow {
    std::int64_t id = 0;
    Uid uid{};
};
std::vector<PhoneRow> accounts_with_phone(Connection& db, std::string_view number);

}  // namespace roster::storage
