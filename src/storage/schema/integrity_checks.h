// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// Faults in the rows that calls do not show: for `roster doctor`. The functions that count or list
// change nothing; those that repair return how many rows they changed.

// E-mail addresses that logins and searches cannot find, because their row is not indexed.
std::int64_t count_emails_without_index(Connection& db);
std::int64_t index_emails(Connection& db);
// Users who share an address with another user, grouped by address.
std::vector<std::string> uids_with_shared_email(Connection& db);
// Whether any user has an address.
bool has_emails(Connection& db);

// Users whose address is the uid of another user, or has the domain of a uid.
std::vector<std::string> uids_with_claimed_address(Connection& db);
// Delegated administrators in groups that another user administers.
std::vector<std::string> delegates_of_subadmins(Connection& db);

// Users with a profile that has no searchable row.
std::vector<Uid> uids_without_profile_rows(Connection& db);
// Users whom no login can find, because their lower-cased uid is missing.
std::int64_t count_users_without_lower_uid(Connection& db);
std::int64_t fill_lower_uids(Connection& db);

// Members of the group `admin` that exist and are enabled.
std::int64_t count_enabled_admins(Connection& db);

// Tokens that nobody can use any more: expired at `now`, or of a session idle since before
// `idle_since` (Unix seconds).
std::int64_t count_dead_tokens(Connection& db, std::int64_t now, std::int64_t idle_since);
std::int64_t delete_dead_tokens(Connection& db, std::int64_t now, std::int64_t idle_since);

// The clock of the database server, in Unix seconds.
std::int64_t database_seconds(Connection& db);

// Counting columns whose next number is taken already, as TABLE.COLUMN: rows were copied in without
// advancing the counter. Only PostgreSQL allows that.
std::vector<std::string> counters_behind(Connection& db);
// Advances every counter to the highest number in use.
void advance_counters(Connection& db);

// Nextcloud's tables whose collation does not compare bytewise, unlike in Nextcloud (MariaDB).
std::vector<std::string> tables_of_other_collation(Connection& db);

}  // namespace roster::storage
