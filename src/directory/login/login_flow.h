// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "directory/login/sessions.h"
#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// How a device gets an app password through a browser (contract: apps and config, section 11): the
// device starts a flow and polls for the result, while the browser goes from the landing page
// through the picker to the grant.

// The lifetime of a flow.
inline constexpr std::int64_t kFlowSeconds = 1200;

struct StartedFlow {
    Secret poll_token{};   // for the device
    Secret login_token{};  // for the browser
};
// May throw NeedsHash, because it needs a key pair.
StartedFlow start_login_flow(Transaction& tx);

struct GrantedLogin {
    std::string server{};
    std::string login_name{};
    Secret app_password{};
};
// The granted login, returned once; nothing while it is not granted.
std::optional<GrantedLogin> poll_login_flow(Transaction& tx, const Secret& poll_token);

// The browser opens the link; the session stores the flow. Refuses forbidden.
Result<Done> open_login_flow(Transaction& tx, Session& session, const Secret& login_token);
// Draws the state token that the steps after the picker must send. Returns the client's name.
// Refuses forbidden.
Result<std::string> pick_login_flow(Transaction& tx, Session& session);
// Checks that the step belongs to the page which this session was shown. Returns the client's name.
// Refuses forbidden.
Result<std::string> check_login_flow(Transaction& tx, const Session& session,
                                     const std::optional<Secret>& state_token);
// Creates an app password for the user of this session and grants it to the device. Removes the
// flow's tokens from the session. Refuses forbidden. May throw NeedsHash.
Result<Done> grant_login_flow(Transaction& tx, Session& session, const std::string& server);
// The same with an existing app password.
Result<Done> grant_login_flow_with(Transaction& tx, Session& session, const std::string& server,
                                   const std::string& login_name, const Secret& password);

}  // namespace roster
