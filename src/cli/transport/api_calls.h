// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cli/transport/client.h"

namespace roster::cli {

// The uid in its stored spelling, by the uid in any letter case.
std::optional<std::string> find_uid(const Client& client, const std::string& uid);
inline constexpr const char* kNoUser = "User does not exist";
// The endpoint of an account in the OCS API.
std::string user_path(const std::string& uid, std::string_view rest = "");
// One that only the command line may call, below /users of Roster's own API.
std::string own_user_path(const std::string& uid, std::string_view rest = "");
// Changes one field of an account, as the OCS API calls it.
Reply edit_user(const Client& client, const std::string& uid, const char* key,
                const std::string& value);
// The group with exactly this gid: `gid` and `display_name`.
std::optional<Reply> find_group(const Client& client, const std::string& gid);
// Whether new accounts are greeted by mail.
bool sends_welcome_mail(const Client& client);

}  // namespace roster::cli
