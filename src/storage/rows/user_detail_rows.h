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

// What the tables say of a user besides its row of oc_users, as far as its object shows it.
struct UserDetailRows {
    std::vector<Preference> preferences{};
    std::optional<std::string> profile_json{};
    // Of groups that exist, in the order that the engine gives them (contract: groups, section 5).
    std::vector<Gid> gids{}, subadmin_gids{};
    bool has_home = false;
    std::int64_t used_bytes = 0;  // in the folder `files`, as Nextcloud's file cache knows
};
// By uid; a user without any such row is missing. Two statements for up to 256 users, three where
// `with_homes` asks for homes too.
std::unordered_map<Uid, UserDetailRows> find_detail_rows(Connection& db, std::span<const Uid> uids,
                                                         bool with_homes);

// What everybody's details follow from: app values, and whether anybody has files here. In one
// statement, and remembered where that is possible.
struct DetailFacts {
    std::optional<std::string> default_quota{}, allow_unlimited_quota{}, quota_preset{};
    std::optional<std::string> profile_enabled_by_default{};
    bool has_homes = false;
};
DetailFacts find_detail_facts(Connection& db);

}  // namespace roster::storage
