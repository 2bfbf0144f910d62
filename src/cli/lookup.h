// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cli/client.h"

namespace roster::cli {

// The uid in its stored spelling, by the uid in any letter case.
std::optional<std::string> find_uid(const Client& client, const std::string& uid);
// The group with exactly this gid: `gid` and `display_name`.
std::optional<Reply> find_group(const Client& client, const std::string& gid);
// Whether new accounts are greeted by mail.
bool sends_welcome_mail(const Client& client);

}  // namespace roster::cli
