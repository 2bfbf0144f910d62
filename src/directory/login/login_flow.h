// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "directory/login/sessions.h"
#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// How a device gets an app password through a browser (contract: apps and config, section 11): it
// starts a flow and asks for the result, while the browser is led from the landing page over the
// picker to the grant.

// After that it is gone.
inline constexpr std::int64_t kFlowSeconds = 1200;

struct StartedFlow {
    Secret poll_token{};   // for the device
    Secret login_token{};  // for the browser
};
// May throw NeedsHash, since a key pair is made.
StartedFlow start_login_flow(Transaction& tx);

struct GrantedLogin {
    std::string server{};
    std::string login_name{};
    Secret app_password{};
};
// What was granted, handed out once; nothing while there is nothing.
std::optional<GrantedLogin> poll_login_flow(Transaction& tx, const Secret& poll_token);

// The browser arrives; the session notes which flow it is about. Refuses forbidden.
Result<Done> open_login_flow(Transaction& tx, Session& session, const Secret& login_token);
// A new state token, which the steps after the picker have to show. Gives the client's name.
// Refuses forbidden.
Result<std::string> pick_login_flow(Transaction& tx, Session& session);
// Whether the step belongs to the page that this session was shown. Gives the client's name.
// Refuses forbidden.
Result<std::string> check_login_flow(Transaction& tx, const Session& session,
                                     const std::optional<Secret>& state_token);
// Makes an app password for whoever is logged in by this session. Uses up the flow's tokens in the
// session. Refuses forbidden. May throw NeedsHash.
Result<Done> grant_login_flow(Transaction& tx, Session& session, const std::string& server);
// Hands over an app password that is there already. The same.
Result<Done> grant_login_flow_with(Transaction& tx, Session& session, const std::string& server,
                                   const std::string& login_name, const Secret& password);

}  // namespace roster
