// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "directory/transaction.h"
#include "service/exchange.h"

namespace roster {

// The cached result of a login by header that changed nothing and logged nothing. The same header
// gives the same result until the database or the settings change or the second ends.
struct KnownLogin {
    Actor actor{};
    Array session_values{};
    bool session_spent = false;
    std::shared_ptr<const Settings> settings{};
    std::int64_t second = 0;
};

// The login found by an earlier stage of this call, while no login was revoked
// (Installation::login_changes), or by an earlier call; nullptr when the client has to be
// authenticated. `lasts` says that the request has no state on the server, so that the result of an
// earlier call applies.
std::shared_ptr<const KnownLogin> recall_login(Exchange& exchange, Transaction& tx, bool lasts);
// Caches the login that exchange and tx hold now, if it can be cached.
void keep_login(Exchange& exchange, Transaction& tx);

}  // namespace roster
