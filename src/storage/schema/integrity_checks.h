// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// What a look at the rows shows that calls would not: for `roster doctor`.

// E-mail addresses that logins and searches cannot find, since their row is not indexed.
std::int64_t count_emails_without_index(Connection& db);
std::int64_t index_emails(Connection& db);
// Accounts whose address another has too, those of one address side by side.
std::vector<std::string> uids_with_shared_email(Connection& db);
// Whether any account has an address.
bool has_emails(Connection& db);

// Accounts whose address is the uid of another, or looks like one: uids are addresses there.
std::vector<std::string> uids_with_claimed_address(Connection& db);
// Delegated administrators in groups that somebody else administers.
std::vector<std::string> delegates_of_subadmins(Connection& db);

// Accounts that no login can find, since their uid in lower case is missing.
// Accounts with a profile that has no searchable row.
std::vector<Uid> uids_without_profile_rows(Connection& db);
std::int64_t count_users_without_lower_uid(Connection& db);
std::int64_t fill_lower_uids(Connection& db);

// Members of the group `admin` that are there and enabled.
std::int64_t count_enabled_admins(Connection& db);

// Tokens that nobody can use any more: expired, or of a session that has been idle since.
std::int64_t count_dead_tokens(Connection& db, std::int64_t now, std::int64_t idle_since);
std::int64_t delete_dead_tokens(Connection& db, std::int64_t now, std::int64_t idle_since);

// The clock of the database server, in Unix seconds.
std::int64_t database_seconds(Connection& db);

// Counting columns whose next number is taken already, as TABLE.COLUMN: rows were copied in and
// their counter was not moved on. Only PostgreSQL lets that happen.
std::vector<std::string> counters_behind(Connection& db);
// Moves every counter to the highest number in use.
void advance_counters(Connection& db);

// Nextcloud's tables whose texts are not compared by bytes as Nextcloud's are (MariaDB).
std::vector<std::string> tables_of_other_collation(Connection& db);

}  // namespace roster::storage
