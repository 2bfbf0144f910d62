// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/engine/connection.h"
#include "storage/rows/config_rows.h"

namespace roster::storage {

// What the tables hold about a user besides the row of oc_users, as far as the user's object shows
// it.
struct UserDetailRows {
    std::vector<Preference> preferences{};
    std::optional<std::string> profile_json{};
    // Groups that exist, in the order that the engine returns them (contract: groups, section 5).
    std::vector<Gid> gids{}, subadmin_gids{};
    bool has_home = false;
    std::int64_t used_bytes = 0;  // in the folder `files`, as in Nextcloud's file cache
};
// By uid; a user without any such row is missing. Two statements for up to 256 users, three with
// `with_homes`.
std::unordered_map<Uid, UserDetailRows> find_detail_rows(Connection& db, std::span<const Uid> uids,
                                                         bool with_homes);

// What the details of all users depend on: app values, and whether any user has files here. One
// statement, cached where that is possible.
struct DetailFacts {
    std::optional<std::string> default_quota{}, allow_unlimited_quota{}, quota_preset{};
    std::optional<std::string> profile_enabled_by_default{};
    bool has_homes = false;
};
DetailFacts find_detail_facts(Connection& db);

}  // namespace roster::storage
