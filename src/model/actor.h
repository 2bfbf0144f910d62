// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "model/uid.h"

namespace roster {

// How the actor authenticated.
enum class Credential { none, password, app_password, bearer, session, remembered, command_line };

// What a call needs, and what a credential may be limited to.
enum class Scope : std::uint8_t {
    everything,  // every scope; no single scope is enough
    users_read,
    users_write,
    groups_read,
    groups_write,
    apps_read,
    apps_write,
    audit_read,
};

// The scopes of a credential. A user's password or app password has all of them.
class Scopes {
  public:
    constexpr Scopes() = default;
    constexpr Scopes(std::initializer_list<Scope> scopes) : bits_(0) {
        for (const Scope scope : scopes)
            bits_ |= bit(scope);
    }
    // Whether this scope, or every scope, is included.
    constexpr bool hold(Scope scope) const {
        return (bits_ & bit(Scope::everything)) != 0 || (bits_ & bit(scope)) != 0;
    }

  private:
    static constexpr unsigned bit(Scope scope) { return 1U << static_cast<unsigned>(scope); }

    unsigned bits_ = bit(Scope::everything);
};

// The user on whose behalf a call runs, and their rights.
struct Actor {
    Uid uid{};                 // in stored letter case; empty when nobody is logged in
    std::string login_name{};  // as typed
    Credential credential = Credential::none;
    std::int64_t token_id = 0;  // the row of the app password or session used
    Scopes scopes{};

    bool in_admin_group = false;
    bool admin = false;              // in_admin_group, and the client's address may administer
    bool delegated_users = false;    // one of their groups is delegated the Users settings
    bool delegated_sharing = false;  // the same for Sharing
    bool delegated_outside = false;  // delegated, but the client's address may not administer
    bool subadmin = false;           // of at least one group

    bool logged_in() const { return credential != Credential::none; }
    // By a credential in this call, not by a session opened earlier.
    bool logged_in_by_secret() const {
        return credential == Credential::password || credential == Credential::app_password ||
               credential == Credential::bearer;
    }
    bool on_command_line() const { return credential == Credential::command_line; }
    // Whether routes for administrators of any kind are open: administrators, delegates,
    // sub-admins.
    bool administers_somebody() const { return admin || delegated_users || subadmin; }
    // Whether all users are visible: administrators and delegates for Users.
    bool sees_everybody() const { return admin || delegated_users; }
};

}  // namespace roster
