// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// What is asked of a new account; empty texts ask for nothing.
struct NewUser {
    std::string uid{};       // empty or `0`: may be drawn (app value core/newUser.generateUserID)
    std::string password{};  // empty: drawn, and the welcome mail has a link to set one
    std::string display_name{};
    std::string email{};
    std::vector<std::string> gids{};
    std::vector<std::string> subadmin_gids{};
    std::string quota{};
    std::string language{};
    std::optional<std::string> manager{};
};

// Creates an account with its memberships and fields, sends the welcome mail, and gives its uid.
// Refuses in Nextcloud's order (contract: users, section 1). A refused display name leaves
// nothing behind; a refused quota, language or manager leaves the account. May throw NeedsHash.
Result<std::string> create_user(Transaction& tx, const NewUser& wanted);

// The rules for the uid of a new account. Refuses invalid_argument with the first that it breaks.
Result<Done> check_uid(const Transaction& tx, std::string_view uid);
// Refuses invalid_argument for a password of a new account that is blank.
Result<Done> check_is_given(std::string_view password);

}  // namespace roster
