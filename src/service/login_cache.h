// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "directory/transaction.h"
#include "service/exchange.h"

namespace roster {

// What a login by header found out, when it changed nothing and had nothing to tell the log: the
// same header then finds the same again, as long as nobody changes the database or the settings
// and the second has not ended.
struct KnownLogin {
    Actor actor{};
    Array session_values{};
    bool session_spent = false;
    std::shared_ptr<const Settings> settings{};
    std::int64_t second = 0;
};

// Such a login found by an earlier run of this call, which another lane goes on with while nothing
// has taken logins away (Installation::login_changes), or by the call before; nullptr when the
// caller has to be found out. `lasts` says whether the request has no state of its own on the
// server, so that what an earlier call has found out may hold for it.
std::shared_ptr<const KnownLogin> recall_login(Exchange& exchange, Transaction& tx, bool lasts);
// Keeps the login that exchange and tx hold now, if it is such a one.
void keep_login(Exchange& exchange, Transaction& tx);

}  // namespace roster
