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

// What is asked about a user who logs in.
struct LoginRows {
    User user{};
    std::vector<Preference> preferences{};  // core/enabled, login/firstLogin and login/lastLogin
    TwoFactorRows second_factors{};
    RoleRows roles{};  // in_group: the group of administrators
};
// In one statement, or two where the letter case of `name` differs from that of the uid; nothing
// when nobody has this uid.
std::optional<LoginRows> find_login_rows(Connection& db, std::string_view name);

}  // namespace roster::storage
