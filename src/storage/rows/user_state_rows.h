// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/user.h"
#include "storage/engine/connection.h"

namespace roster::storage {

// A row of oc_preferences as stored.
struct FieldPreference {
    std::string app{}, key{}, value{};
    std::int64_t type = 0, flags = 0;
};

// Which tables are read besides those of the user and the profile.
struct UserParts {
    bool preferences = true;
    bool memberships = true;  // gids and subadmin_gids
    bool fame = true;         // is_known

    // Whether these include all of `others`.
    bool cover(UserParts others) const {
        return preferences >= others.preferences && memberships >= others.memberships &&
               fame >= others.fame;
    }
    bool operator==(const UserParts&) const = default;
};

// What the tables hold about a uid, whether or not a user has it.
struct UserRows {
    Uid uid{};          // as asked
    UserParts known{};  // as asked
    // Its uid may differ in letter case when no user has exactly this one.
    std::optional<User> user{};
    bool is_taken = false;                       // another row occupies this uid
    std::vector<FieldPreference> preferences{};  // those that hold fields of a user
    std::optional<std::string> profile_json{};
    std::vector<Gid> gids{}, subadmin_gids{};  // with rows of deleted groups
    bool is_known = false;  // another user has found this one by phone number (oc_known_users)
    // Rows that the engine treats as rows of this uid although their keys have other bytes. New
    // rows may have to replace them.
    bool has_lookalikes = false;
};

// In the order of `uids`; one statement for up to 256.
std::vector<UserRows> find_user_rows(Connection& db, std::span<const Uid> uids,
                                     UserParts parts = {});

}  // namespace roster::storage
