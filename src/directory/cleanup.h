// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"

namespace roster {

// Deletes expired data, as Nextcloud's own background jobs do: tokens that were not used for longer
// than the settings session_lifetime, remember_login_cookie_lifetime, token_auth_token_retention
// and token_auth_wipe_token_retention allow (contract: tokens, section 2), failed attempts that no
// longer count, unfinished login flows, and expired sessions.
void clean_up(Transaction& tx);

}  // namespace roster
