// SPDX-License-Identifier: Apache-2.0
#include "directory/remote_wipe.h"

#include <fmt/core.h>

#include "directory/tokens.h"
#include "storage/config_rows.h"

namespace roster {

namespace {

void log_wipe(Transaction& tx, const std::string& uid, std::string_view what) {
    tx.log(
        {.level = LogLevel::info, .message = fmt::format("user {} {} a remote wipe", uid, what)});
    if (storage::preference(tx.db, uid, "settings", "email").value_or("").empty())
        tx.log({.level = LogLevel::info,
                .message = fmt::format(
                    "not sending a wipe {} email because user <{}> has no email set", what, uid)});
}

}  // namespace

bool start_wipe(Transaction& tx, std::string_view token) {
    const FoundToken found = find_token(tx, token);
    if (found.state != TokenState::wiped) return false;
    log_wipe(tx, found.token.uid, "started");
    return true;
}

bool finish_wipe(Transaction& tx, std::string_view token) {
    const FoundToken found = find_token(tx, token);
    if (found.state != TokenState::wiped) return false;
    delete_token(tx, found.token);
    log_wipe(tx, found.token.uid, "finished");
    return true;
}

}  // namespace roster
