// SPDX-License-Identifier: Apache-2.0
#include "directory/cleanup.h"

#include <algorithm>

#include "directory/change_feed.h"
#include "directory/login/login_flow.h"
#include "directory/login/throttle.h"
#include "directory/rows.h"
#include "storage/logins/login_flow_rows.h"
#include "storage/logins/session_rows.h"
#include "storage/logins/throttle_rows.h"
#include "storage/logins/token_rows.h"

namespace roster {

namespace {

constexpr std::int64_t kDay = 86400;
// Failed attempts count for half a day; whoever looks into an attack the next morning still finds
// them.
constexpr std::int64_t kAttemptSeconds = 2 * kDay;

// Tokens of one kind, and the setting for the time that one may stay unused (seconds).
struct Retention {
    TokenType type;
    bool remember;
    const char* setting;
    std::int64_t usual_seconds;
};
constexpr Retention kRetentions[] = {
    {TokenType::session, false, "session_lifetime", kDay},
    {TokenType::session, true, "remember_login_cookie_lifetime", 15 * kDay},
    {TokenType::app_password, false, "token_auth_token_retention", 365 * kDay},
    {TokenType::wipe, false, "token_auth_wipe_token_retention", 60 * kDay},
};

}  // namespace

void clean_up(Transaction& tx) {
    for (const Retention& kept : kRetentions) {
        const std::int64_t seconds = tx.settings->integer(kept.setting, kept.usual_seconds);
        const std::int64_t before = tx.now - std::max<std::int64_t>(seconds, 0);
        if (kept.type == TokenType::session)
            storage::delete_unused_sessions(rows_of(tx), kept.remember, before);
        else
            storage::delete_unused_tokens(rows_of(tx), kept.type, before);
    }
    bring_attempts_back(tx);
    storage::delete_attempts_until(rows_of(tx), tx.now - kAttemptSeconds);
    storage::delete_flows_until(rows_of(tx), tx.now - kFlowSeconds);
    storage::delete_sessions_until(rows_of(tx), tx.now);
    remove_old_changes(tx);
}

}  // namespace roster
