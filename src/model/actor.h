// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace roster {

// How the caller proved who they are.
enum class Credential { none, password, app_password, bearer, session, remembered, command_line };

// Who is asking, and as what.
struct Actor {
    std::string uid{};         // stored letter case; empty when nobody
    std::string login_name{};  // as typed
    Credential credential = Credential::none;
    std::int64_t token_id = 0;  // the row of the app password or session in use

    bool in_admin_group = false;
    bool admin = false;              // in_admin_group, and the address may administer
    bool delegated_users = false;    // a group of theirs is delegated the Users settings
    bool delegated_sharing = false;  // the same for Sharing
    bool delegated_outside = false;  // delegated, but the address may not administer
    bool subadmin = false;           // of at least one group

    bool logged_in() const { return credential != Credential::none; }
    // By what this very call shows, and not by a session that was opened before.
    bool logged_in_by_secret() const {
        return credential == Credential::password || credential == Credential::app_password ||
               credential == Credential::bearer;
    }
    bool on_command_line() const { return credential == Credential::command_line; }
    // Passes the gate of routes for those who administer somebody.
    bool administers_somebody() const { return admin || delegated_users || subadmin; }
    bool sees_everybody() const { return admin || delegated_users; }
};

}  // namespace roster
