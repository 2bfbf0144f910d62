// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/profile.h"
#include "model/uid.h"

namespace roster {

// The wanted change of a user's groups: some to add, some to remove, or exactly these.
struct GroupChange {
    std::vector<Gid> add{};
    std::vector<Gid> remove{};
    std::optional<std::vector<Gid>> set{};

    bool empty() const { return add.empty() && remove.empty() && !set; }
};

// The wanted change of a user's profile.
struct ProfileChange {
    struct MailChange {
        std::string address{};
        std::string value{};  // the new address, or the scope; empty removes it
    };
    std::vector<std::pair<PropertyId, std::string>> values{};
    std::vector<std::pair<PropertyId, std::string>> scopes{};  // as parse_scope reads them
    std::vector<std::string> add_mails{};                      // each is an address and new
    std::vector<MailChange> replace_mails{};                   // any text
    std::vector<MailChange> mail_scopes{};
    // Addresses whose owner has proved to receive mail there.
    std::vector<std::string> confirm_mails{};

    bool empty() const {
        return values.empty() && scopes.empty() && add_mails.empty() && replace_mails.empty() &&
               mail_scopes.empty() && confirm_mails.empty();
    }
};

// The wanted change of a user, from any protocol. What is absent stays as it is.
struct UserChange {
    bool creates = false;  // the user does not exist yet
    std::optional<Secret> password{};
    std::optional<std::string> display_name{};
    std::optional<std::string> email{};  // empty removes it
    bool any_email = false;              // accept texts that are not addresses
    std::optional<std::string> language{}, locale{}, timezone{};
    std::optional<std::string> first_day_of_week{};
    std::optional<std::string> quota{};
    std::optional<std::string> manager{};
    std::optional<bool> enabled{};
    ProfileChange profile{};
    // Apply what has effects beyond the stored profile, but leave the profile itself as it is.
    bool leaves_profile = false;
    std::optional<std::string> notify_email{};  // one of the profile's addresses; empty: none
    GroupChange groups{};
    GroupChange subadmin_of{};
};

}  // namespace roster
