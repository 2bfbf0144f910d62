// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/profile.h"
#include "model/uid.h"

namespace roster {

// What is wanted of the groups of a user: some more, some less, or exactly these.
struct GroupChange {
    std::vector<Gid> add{};
    std::vector<Gid> remove{};
    std::optional<std::vector<Gid>> set{};

    bool empty() const { return add.empty() && remove.empty() && !set; }
};

// What is wanted of a user's profile.
struct ProfileChange {
    struct MailChange {
        std::string address{};
        std::string value{};  // what takes its place, or its scope; empty: nothing does
    };
    std::vector<std::pair<PropertyId, std::string>> values{};
    std::vector<std::pair<PropertyId, std::string>> scopes{};  // as parse_scope reads them
    std::vector<std::string> add_mails{};                      // each an address, and a new one
    std::vector<MailChange> replace_mails{};                   // any text
    std::vector<MailChange> mail_scopes{};
    std::vector<std::string> confirm_mails{};  // whose owner has shown that they are his

    bool empty() const {
        return values.empty() && scopes.empty() && add_mails.empty() && replace_mails.empty() &&
               mail_scopes.empty() && confirm_mails.empty();
    }
};

// What is wanted of a user, whoever asks in whichever protocol; what is not there stays as it is.
struct UserChange {
    bool creates = false;  // the user is not there yet
    std::optional<Secret> password{};
    std::optional<std::string> display_name{};
    std::optional<std::string> email{};  // empty: none
    bool any_email = false;              // a text that is no address will do
    std::optional<std::string> language{}, locale{}, timezone{};
    std::optional<std::string> first_day_of_week{};
    std::optional<std::string> quota{};
    std::optional<std::string> manager{};
    std::optional<bool> enabled{};
    ProfileChange profile{};
    // What has effects beyond the stored profile has them, and the profile itself stays as it is.
    bool leaves_profile = false;
    std::optional<std::string> notify_email{};  // one of the profile's addresses; empty: none
    GroupChange groups{};
    GroupChange subadmin_of{};
};

}  // namespace roster
