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

// A row of oc_preferences as it stands.
struct FieldPreference {
    std::string app{}, key{}, value{};
    std::int64_t type = 0, flags = 0;
};

// What is read beside the user and the profile.
struct UserParts {
    bool preferences = true;
    bool memberships = true;  // gids and subadmin_gids
    bool fame = true;         // is_known

    bool cover(UserParts others) const {
        return preferences >= others.preferences && memberships >= others.memberships &&
               fame >= others.fame;
    }
    bool operator==(const UserParts&) const = default;
};

// What the tables say of a uid, whether or not a user has it.
struct UserRows {
    Uid uid{};                   // as asked
    UserParts known{};           // as asked
    std::optional<User> user{};  // its uid may differ in letter case, where nobody has this one
    bool is_taken = false;       // the engine has no room for this uid
    std::vector<FieldPreference> preferences{};  // those that fields of a user live in
    std::optional<std::string> profile_json{};
    std::vector<Gid> gids{}, subadmin_gids{};  // rows, of deleted groups too
    bool is_known = false;                     // to somebody by the phone number (oc_known_users)
    // Rows that the engine takes for those of this uid although their keys have other bytes: new
    // rows may have to take their places.
    bool has_lookalikes = false;
};

// In the order asked, in one statement for up to 256.
std::vector<UserRows> find_user_rows(Connection& db, std::span<const Uid> uids,
                                     UserParts parts = {});

}  // namespace roster::storage
