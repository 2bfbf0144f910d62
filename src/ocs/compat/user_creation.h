// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"
#include "model/uid.h"

namespace roster::ocs::compat {

// The arguments for a new user; empty texts are ignored.
struct NewUser {
    std::string uid{};    // empty or `0`: may be generated (app value core/newUser.generateUserID)
    Secret password{""};  // empty: generated, and the welcome mail has a link to set one
    std::string display_name{};
    std::string email{};
    std::vector<Gid> gids{};
    std::vector<Gid> subadmin_gids{};
    std::string quota{};
    std::string language{};
    std::optional<std::string> manager{};
};

// Creates a user with its memberships and fields, sends the welcome mail, and returns the uid.
// Refuses in Nextcloud's order (contract: users, section 1). A refused display name leaves nothing
// behind; a refused quota, language or manager leaves the user; a refused e-mail leaves the user
// and the address outside of the profile. May throw NeedsHash.
Result<Uid> create_user(Transaction& tx, const NewUser& wanted);

}  // namespace roster::ocs::compat
