// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.h"

namespace roster::storage {

// Every account, in no particular order.
std::vector<std::string> all_uids(Connection& db);
// One page of all accounts by lower-cased display name, then uid. Where accounts without display
// name stand is up to the engine (contract: tables, section 4).
std::vector<std::string> page_of_uids(Connection& db, std::int64_t limit, std::int64_t offset);
// The same of the accounts with `search` in uid, display name or system e-mail.
std::vector<std::string> search_uids(Connection& db, std::string_view search, std::int64_t limit,
                                     std::int64_t offset);

// What a disabled account is searched by.
struct DisabledUser {
    std::string uid{};
    std::optional<std::string> display_name{};
    std::string email{};  // the one for notifications, else the system e-mail; may be empty
    bool gone = false;    // its preference was left behind
};
// In the order that the engine gives them.
std::vector<DisabledUser> disabled_users(Connection& db);

// Accounts that have logged in, the last one first (times compared as text).
// Of one second the administrators come last: they were there before those whom they made.
std::vector<std::string> recent_logins(Connection& db, std::int64_t limit, std::int64_t offset);
// The same of the accounts with `search` in uid, display name or system e-mail.
std::vector<std::string> search_recent_logins(Connection& db, std::string_view search,
                                              std::int64_t limit, std::int64_t offset);

// How many accounts there are, and how many have logged in.
std::int64_t count_users(Connection& db);
std::int64_t count_users_seen(Connection& db);

// A row of oc_accounts_data whose name is `phone`.
struct PhoneRow {
    std::int64_t id = 0;
    std::string uid{};
};
std::vector<PhoneRow> accounts_with_phone(Connection& db, std::string_view number);

// Whom an account has found by phone number.
void insert_known_user(Connection& db, std::string_view known_to, std::string_view known_user);
void delete_users_known_to(Connection& db, std::string_view known_to);

}  // namespace roster::storage
