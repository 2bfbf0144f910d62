// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cli/transport/client.h"

namespace roster::cli {

// Finds the stored spelling of a uid given in any letter case; nothing when there is no such user.
std::optional<std::string> find_uid(const Client& client, const std::string& uid);
inline constexpr const char* kNoUser = "User does not exist";
// The path of a user in the OCS API.
std::string user_path(const std::string& uid, std::string_view rest = "");
// The path of a user under /users of Roster's own API, which only the command line may call.
std::string own_user_path(const std::string& uid, std::string_view rest = "");
// Changes one field of a user through the OCS API.
Reply edit_user(const Client& client, const std::string& uid, const char* key,
                const std::string& value);
// Finds the group with exactly this gid: `gid` and `display_name`.
std::optional<Reply> find_group(const Client& client, const std::string& gid);
// Whether new users get a welcome mail.
bool sends_welcome_mail(const Client& client);

}  // namespace roster::cli
