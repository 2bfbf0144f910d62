// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/user.h"
#include "storage/engine/connection.h"
#include "storage/logins/two_factor_rows.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"

namespace roster::storage {

// What a login needs to know about a user.
struct LoginRows {
    User user{};
    std::vector<Preference> preferences{};  // core/enabled, login/firstLogin and login/lastLogin
    TwoFactorRows second_factors{};
    RoleRows roles{};  // in_group: is in the group `admin`
};
// Finds it by uid in one statement, or in two when `name` differs from the uid in letter case.
// Nothing when no user has this uid.
std::optional<LoginRows> find_login_rows(Connection& db, std::string_view name);

}  // namespace roster::storage
