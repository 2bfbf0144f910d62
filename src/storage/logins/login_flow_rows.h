// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/engine/connection.h"

namespace roster::storage {

// A row of oc_login_flow_v2: a device that waits for an app password.
struct LoginFlow {
    std::int64_t id = 0;
    std::int64_t timestamp = 0;  // Unix seconds
    std::string poll_token{};    // digest of the token that the device polls with
    std::string login_token{};   // the token in the browser's link
    std::string public_key{}, private_key{};
    std::string client_name{};
    std::optional<std::string> login_name{}, server{}, app_password{};  // once it is granted
};
// The flow with that token, or nothing.
std::optional<LoginFlow> find_flow_by_poll_token(Connection& db, std::string_view poll_token);
std::optional<LoginFlow> find_flow_by_login_token(Connection& db, std::string_view login_token);
// Writes; `id` names the row.
void insert_flow(Connection& db, const LoginFlow& flow);
// Marks the flow as opened in a browser.
void set_flow_started(Connection& db, std::int64_t id);
// Stores the result that the device polls for; `app_password` is encrypted.
void grant_flow(Connection& db, std::int64_t id, std::string_view login_name,
                std::string_view server, std::string_view app_password);
// Deletes flows that were started at `time` (Unix seconds) or before.
void delete_flows_until(Connection& db, std::int64_t time);
void delete_flow(Connection& db, std::int64_t id);

}  // namespace roster::storage
